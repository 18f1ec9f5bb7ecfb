import { notificationKind } from '@nakku/contracts';
import type { MeasuredFields } from '@nakku/service';
import { counter, workMetrics } from '@nakku/telemetry';
import type { NotificationKind } from './domain/notification.ts';

const service = 'notifications';

/** Work of people that is counted. */
export const measured: MeasuredFields = {
  notificationsMarkRead: {
    metrics: workMetrics('notifications_mark_read', 'Calls that mark notifications as read'),
  },
};

/** `ignored`: the user was notified before, or the account is erased. `outdated`: it happened too long ago. */
const statuses = ['created', 'ignored', 'outdated'] as const;

/** `retried`: the mail server or the address was not there, another attempt follows. */
const mailStatuses = ['sent', 'retried', 'failed'] as const;

const notifications = counter(
  'notifications_total',
  'Facts of which a user was to be notified, by kind and by what became of them',
  ['service', 'method', 'status'],
  notificationKind.options.flatMap((method) => statuses.map((status) => ({ service, method, status }))),
);

const mails = counter(
  'notification_mails_total',
  'Attempts to send an email, by what became of the mail',
  ['service', 'method', 'status'],
  mailStatuses.map((status) => ({ service, method: 'email', status })),
);

export const countMail = (status: (typeof mailStatuses)[number]): void =>
  mails.inc({ service, method: 'email', status });

export const countNotification = (kind: NotificationKind, status: (typeof statuses)[number]): void =>
  notifications.inc({ service, method: kind, status });
