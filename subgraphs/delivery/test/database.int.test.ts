import { type MigratedDatabase, migratedDatabase } from '@nakku/tools/prisma/migrated-database';
import type pg from 'pg';
import { v7 } from 'uuid';

describe('the database of delivery', () => {
  let database: MigratedDatabase;
  let pool: pg.Pool;
  const [courierId, orderId, deliveryId] = [v7(), v7(), v7()];

  beforeAll(async () => {
    database = await migratedDatabase('delivery');
    pool = database.pool;
    await pool.query(
      `INSERT INTO couriers (id, display_name, vehicle, capacity) VALUES ($1, 'Dana', 'CAR', 2)`,
      [courierId],
    );
    await pool.query(
      `INSERT INTO deliveries (id, order_id, store_id, customer_id, status, handover, pickup, dropoff, promise_from, promise_to)
       VALUES ($1, $2, $3, $3, 'SCHEDULED', 'CODE', '{}', '{}', now(), now())`,
      [deliveryId, orderId, v7()],
    );
    await pool.query(
      `INSERT INTO offers (id, delivery_id, courier_id, round, status, expires_at)
       VALUES ($1, $2, $3, 1, 'OPEN', now() + interval '1 minute')`,
      [v7(), deliveryId, courierId],
    );
  });
  afterAll(() => database.close());

  test('is what the Prisma schema says', async () => {
    expect(await database.drift()).toBe('');
  });

  test('has its checks and partial indexes', async () => {
    const checks = await pool.query<{ conname: string }>(
      `SELECT conname FROM pg_constraint c JOIN pg_namespace n ON n.oid = c.connamespace
        WHERE contype = 'c' AND n.nspname = 'public' ORDER BY conname`,
    );
    expect(checks.rows.map(({ conname }) => conname)).toEqual([
      'courier_changes_before_check',
      'courier_changes_kind_check',
      'couriers_active_check',
      'couriers_capacity_check',
      'couriers_display_name_check',
      'couriers_load_check',
      'couriers_position_check',
      'couriers_shift_check',
      'couriers_vehicle_check',
      'couriers_version_check',
      'deliveries_absent_check',
      'deliveries_age_limit_check',
      'deliveries_age_verified_check',
      'deliveries_code_tries_check',
      'deliveries_courier_check',
      'deliveries_failure_check',
      'deliveries_failure_code_check',
      'deliveries_handover_check',
      'deliveries_left_at_door_check',
      'deliveries_promise_check',
      'deliveries_proof_check',
      'deliveries_ready_check',
      'deliveries_status_check',
      'deliveries_version_check',
      'delivery_steps_sequence_check',
      'dispatches_round_check',
      'offers_closed_check',
      'offers_distance_check',
      'offers_expires_check',
      'offers_round_check',
      'offers_status_check',
      'track_points_position_check',
      'users_status_check',
    ]);
    const partial = await pool.query<{ indexname: string }>(
      `SELECT indexname FROM pg_indexes WHERE schemaname = 'public' AND indexdef LIKE '% WHERE %' ORDER BY 1`,
    );
    expect(partial.rows.map(({ indexname }) => indexname)).toEqual([
      'couriers_on_shift',
      'deliveries_of_customer',
      'deliveries_under_way_of_courier',
      'offers_one_open_per_delivery',
      'offers_open_of_courier',
    ]);
  });

  const delivery = (set: string) => `UPDATE deliveries SET ${set} WHERE id = '${deliveryId}'`;
  const courier = (set: string) => `UPDATE couriers SET ${set} WHERE id = '${courierId}'`;
  const mine = `courier_id = '${courierId}'`;
  const carried = `status = 'PICKED_UP', ready_at = now(), ${mine}`;

  test.each([
    ['couriers_load_check', courier('load = 3')],
    ['couriers_load_check', courier('load = -1')],
    ['couriers_capacity_check', courier('capacity = 11')],
    ['couriers_capacity_check', courier('capacity = 0, load = 0')],
    ['couriers_vehicle_check', courier(`vehicle = 'BOAT'`)],
    ['couriers_display_name_check', courier(`display_name = ''`)],
    ['couriers_shift_check', courier('is_on_shift = true')],
    ['couriers_position_check', courier('latitude = 52')],
    ['couriers_position_check', courier('latitude = 91, longitude = 0, position_at = now()')],
    ['deliveries_status_check', delivery(`status = 'LOST', ready_at = now(), ${mine}`)],
    ['deliveries_courier_check', delivery(mine)],
    ['deliveries_courier_check', delivery(`status = 'ASSIGNED'`)],
    ['deliveries_courier_check', delivery('eta = now()')],
    ['deliveries_ready_check', delivery(`status = 'PICKED_UP', ${mine}`)],
    ['deliveries_proof_check', delivery(`${carried}, proof = 'CODE'`)],
    ['deliveries_proof_check', delivery(`status = 'DELIVERED', ready_at = now(), ${mine}`)],
    ['deliveries_proof_check', delivery(`status = 'DELIVERED', ready_at = now(), ${mine}, proof = 'WORD'`)],
    [
      'deliveries_left_at_door_check',
      delivery(`status = 'DELIVERED', ready_at = now(), ${mine}, proof = 'LEFT_AT_DOOR'`),
    ],
    ['deliveries_failure_check', delivery(`status = 'FAILED', ready_at = now(), ${mine}`)],
    ['deliveries_failure_check', delivery(`failure_reason = 'none'`)],
    ['deliveries_failure_code_check', delivery(`failure_code = 'OTHER'`)],
    [
      'deliveries_failure_code_check',
      delivery(`status = 'FAILED', ready_at = now(), ${mine}, failure_reason = 'r', failure_code = 'RAIN'`),
    ],
    ['deliveries_age_limit_check', delivery('age_limit = 0')],
    ['deliveries_age_verified_check', delivery('age_verified_at = now()')],
    [
      'deliveries_age_verified_check',
      delivery(`status = 'DELIVERED', ready_at = now(), ${mine}, proof = 'CODE', age_limit = 18`),
    ],
    ['deliveries_absent_check', delivery('absent_since = now()')],
    [
      'couriers_active_check',
      courier('is_on_shift = true, shift_started_at = now(), deactivated_at = now()'),
    ],
    [
      'courier_changes_kind_check',
      `INSERT INTO courier_changes (id, courier_id, actor_id, kind, before, after)
       VALUES ('${v7()}', '${courierId}', '${v7()}', 'PRAISED', '{}', '{}')`,
    ],
    [
      'courier_changes_before_check',
      `INSERT INTO courier_changes (id, courier_id, actor_id, kind, after)
       VALUES ('${v7()}', '${courierId}', '${v7()}', 'UPDATED', '{}')`,
    ],
    ['deliveries_code_tries_check', delivery('code_tries = 6')],
    ['deliveries_promise_check', delivery(`promise_to = promise_from - interval '1 second'`)],
    ['deliveries_version_check', delivery('version = 0')],
    ['offers_closed_check', `UPDATE offers SET status = 'DECLINED'`],
    ['offers_status_check', `UPDATE offers SET status = 'MAYBE', closed_at = now()`],
    ['offers_expires_check', 'UPDATE offers SET expires_at = created_at'],
    ['offers_round_check', 'UPDATE offers SET round = 0'],
    ['offers_distance_check', 'UPDATE offers SET distance_meters = -1'],
    [
      'offers_one_open_per_delivery',
      `INSERT INTO offers (id, delivery_id, courier_id, round, status, expires_at)
       VALUES ('${v7()}', '${deliveryId}', '${courierId}', 2, 'OPEN', now() + interval '1 minute')`,
    ],
    [
      'dispatches_round_check',
      `INSERT INTO dispatches (delivery_id, round, due_at) VALUES ('${deliveryId}', 0, now())`,
    ],
    [
      'delivery_steps_sequence_check',
      `INSERT INTO delivery_steps (delivery_id, sequence, status, kind, params, at)
       VALUES ('${deliveryId}', 0, 'SCHEDULED', 'SCHEDULED', '{}', now())`,
    ],
    ['track_points_position_check', `INSERT INTO track_points VALUES ('${courierId}', now(), 0, 181)`],
    ['users_status_check', `INSERT INTO users VALUES ('${v7()}', 'ASLEEP', true)`],
  ])('%s refuses: %s', async (constraint, sql) => {
    await expect(pool.query(sql)).rejects.toMatchObject({ constraint });
  });
});
