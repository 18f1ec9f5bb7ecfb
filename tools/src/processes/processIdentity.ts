export type { ProcessIdentity } from '../../bootstrap/processIdentity.mjs';
export {
  factsOfPsLine,
  identityOf,
  isAlive,
  nameOf,
  ownIdentity,
  parentOf,
  startTimeOf,
} from '../../bootstrap/processIdentity.mjs';
