import { counter } from '@nakku/telemetry';

const added = counter('widgets_added_total', 'Widgets that users added', ['service']);

export const countAdded = (): void => added.inc({ service: 'widgets' });
