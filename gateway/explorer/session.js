// Who is signed in: one click signs in, and again before the token ends.
import { execute } from './execute.js';

/** Access tokens live 15 minutes. */
const FRESH_FOR_MS = 10 * 60 * 1000;

function find(value, key) {
  if (typeof value !== 'object' || value === null) return undefined;
  if (typeof value[key] === 'string') return value[key];
  for (const inner of Object.values(value)) {
    const found = find(inner, key);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** @param settings `accounts` with label, role, email and password, and the mutation `signIn` */
export function createSession({ accounts, signIn }) {
  const group = document.getElementById('accounts');
  const status = document.getElementById('signed-in');
  const refused = document.getElementById('refused');
  const listeners = [];
  let account;
  let token;
  let signedInAt = 0;
  /** Who was signed in before a switch: a click on an operation of another role makes one. */
  let leaving;

  const buttons = accounts.map((one) => {
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = one.role;
    button.title = `Sign in as ${one.label}, ${one.email}; a second click signs out`;
    button.dataset.role = one.role;
    button.addEventListener('click', () => choose(account === one ? undefined : one));
    group.append(button);
    return { button, one };
  });

  async function choose(one) {
    leaving = account && one ? account.label : undefined;
    account = one;
    token = undefined;
    refused.textContent = '';
    for (const { button, one: its } of buttons) button.setAttribute('aria-pressed', String(its === account));
    status.textContent = one ? `signing in as ${one.label}…` : 'nobody is signed in';
    await authorization();
    for (const listener of listeners) listener();
  }

  /** Headers, or the parameters of a socket, that say who calls. */
  async function authorization() {
    const signedIn = account;
    if (!signedIn) return {};
    if (!token || Date.now() - signedInAt > FRESH_FOR_MS) {
      const { email, password, label } = signedIn;
      const response = await execute({ query: signIn, variables: { email, password } });
      if (signedIn !== account) return authorization();
      token = find(response.data, 'accessToken');
      signedInAt = Date.now();
      const instead = leaving ? ` instead of ${leaving}` : '';
      status.textContent = token ? `signed in as ${label}${instead}` : 'nobody is signed in';
      refused.textContent = token ? '' : `Not signed in: ${find(response, 'message') ?? 'refused'}`;
    }
    return token ? { authorization: `Bearer ${token}` } : {};
  }

  return {
    authorization,
    /** Signs in as the demo account of a role, unless somebody of that role is already. */
    async become(role) {
      const one = accounts.find((known) => known.role === role);
      if (one && one !== account) await choose(one);
    },
    onChange: (listener) => listeners.push(listener),
  };
}
