import { loadConfig } from '@nakku/service';
import { simulatorConfig } from '../../../src/simulators/staff/config.ts';

const GATEWAY_URL = 'http://127.0.0.1:4000';

test('the address of the gateway is enough', () => {
  expect(loadConfig(simulatorConfig, { GATEWAY_URL })).toEqual({
    GATEWAY_URL,
    DURATIONS_PROFILE: 'demo',
    SIMULATION_SPEED: 1,
    SIMULATION_SHORT_PERCENT: 5,
    SIMULATION_SEED: 1,
    LOG_LEVEL: 'info',
  });
});

test('the old name of its speed is refused, and the new one is named', () => {
  expect(() => loadConfig(simulatorConfig, { GATEWAY_URL, PEOPLE_SPEED: '2' })).toThrow(
    'PEOPLE_SPEED: is called SIMULATION_SPEED now',
  );
});
