import type { UserState } from '@nakku/contracts';
import type { ConsumerHandlers } from '@nakku/messaging';
import type { Transaction } from '@nakku/platform';
import { eraseCustomer } from '../../app/eraseCustomer.ts';
import { projectAddresses } from '../../app/project.ts';
import type { Tx } from '../../store/database.ts';

const user = ({ data }: { readonly data: { readonly user: UserState } }, tx: Transaction<Tx>) =>
  projectAddresses(tx, data.user);

export const userHandlers: ConsumerHandlers<Tx> = {
  'user.registered': user,
  'user.updated': user,
  'user.address.added': user,
  'user.address.updated': user,
  'user.address.removed': user,
  'user.deleted': ({ data, time }, tx) => eraseCustomer(tx, data.user.userId, time),
};
