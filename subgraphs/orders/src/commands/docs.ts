// `npm run docs` runs it: writes docs/order-states.md.
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { orderTimes } from '../config.ts';
import { orderStatesPage } from './orderStatesPage.ts';

const file = path.join(import.meta.dirname, '../../../../docs/order-states.md');
writeFileSync(file, orderStatesPage(orderTimes.production));
