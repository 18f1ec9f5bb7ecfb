import { exampleOrder } from './exampleOrder.ts';
import type { Order } from './order.ts';
import { canCancel, cancelActor, maySee, maySeeDoor } from './permissions.ts';
import type { Access } from './permissions.ts';

const nobody: Access = { isCustomer: false, isStaff: false, isCourier: false };
const customer = { ...nobody, isCustomer: true };
const staff = { ...nobody, isStaff: true };
const courier = { ...nobody, isCourier: true };

const statuses: Order['status'][] = [
  'PLACED',
  'RESERVED',
  'CONFIRMED',
  'PACKING',
  'READY',
  'OUT_FOR_DELIVERY',
  'DELIVERED',
  'RETURNING',
  'RETURNED',
  'CANCELLED',
];

describe('who may cancel', () => {
  const until = (access: Access) =>
    statuses.filter((status) => canCancel(exampleOrder({ status }), access)).at(-1);

  test('customers until PACKING, staff until READY, couriers never', () => {
    expect(until(customer)).toBe('PACKING');
    expect(until(staff)).toBe('READY');
    expect(until(courier)).toBeUndefined();
    expect(until(nobody)).toBeUndefined();
  });

  test('nobody a second time', () => {
    const order = exampleOrder({ status: 'CONFIRMED', cancelRequested: 'CUSTOMER_REQUEST' });
    expect(canCancel(order, { ...customer, isStaff: true })).toBe(false);
  });

  test('who is both acts as the customer as long as a customer may', () => {
    const both = { ...customer, isStaff: true };
    expect(cancelActor('PACKING', both)).toBe('customer');
    expect(cancelActor('READY', both)).toBe('staff');
    expect(cancelActor('DELIVERED', both)).toBeNull();
  });
});

describe('who may see', () => {
  test('customer and staff always, the courier until the end, nobody else', () => {
    for (const status of statuses) {
      const order = exampleOrder({ status });
      expect(maySee(order, customer)).toBe(true);
      expect(maySee(order, staff)).toBe(true);
      expect(maySee(order, courier)).toBe(!['DELIVERED', 'RETURNED', 'CANCELLED'].includes(status));
      expect(maySee(order, nobody)).toBe(false);
    }
  });
});

describe('who may read the address', () => {
  test.each([
    [null, false],
    ['SCHEDULED', false],
    ['ASSIGNED', true],
    ['AT_STORE', true],
    ['PICKED_UP', true],
    ['NEARBY', true],
    ['FAILED', false],
    ['RETURNING', false],
    ['RETURNED', false],
    ['DELIVERED', false],
    ['CANCELLED', false],
  ] as const)('the courier of a delivery that is %s: %s; customer and staff always', (status, may) => {
    const order = exampleOrder({ delivery: { status, courierId: 'c', eta: null } });
    expect(maySeeDoor(order, courier)).toBe(may);
    expect(maySeeDoor(order, customer)).toBe(true);
    expect(maySeeDoor(order, staff)).toBe(true);
    expect(maySeeDoor(order, nobody)).toBe(false);
  });
});
