// `npm run test:long` after the build: what takes too long for `npm test`. `npm run test:long -- <file>` runs some of it.
import { end, tests } from './tiers.mjs';

tests('long', { jest: ['--runInBand', ...process.argv.slice(3)] });
end();
