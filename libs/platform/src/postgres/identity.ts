import { spawnSync } from 'node:child_process';
import { userInfo } from 'node:os';

/** The user Postgres runs as: it refuses to be root, and initdb refuses a user without a name. */
export interface Identity {
  /** Words put before every command, e.g. `unshare …`; empty when none are needed. */
  readonly wrapper: readonly string[];
  /** Set when root has to become somebody else. */
  readonly uid?: number;
  readonly gid?: number;
}

const NOBODY = 65_534;
const AS_OURSELVES: Identity = { wrapper: [] };
/** The same user as outside, with the same files, but called nobody by everything that runs inside. */
const RENAMED: Identity = {
  wrapper: ['unshare', '--user', `--map-user=${NOBODY}`, `--map-group=${NOBODY}`, '--'],
};

/**
 * Chooses whom Postgres runs as. Root stays itself in a user namespace that calls it nobody; where namespaces are switched
 * off (most containers) it becomes the user nobody. An existing cluster that belongs to an ordinary user is run by that user.
 * @param owner owner of the existing cluster, if there is one
 */
export function chooseIdentity(owner: { uid: number; gid: number } | undefined): Identity {
  return process.getuid?.() === 0 ? chooseForRoot(owner) : chooseForUser();
}

function chooseForRoot(owner: { uid: number; gid: number } | undefined): Identity {
  if (owner && owner.uid !== 0) return { wrapper: [], uid: owner.uid, gid: owner.gid };
  return canRename() ? RENAMED : { wrapper: [], uid: NOBODY, gid: NOBODY };
}

const chooseForUser = (): Identity => (!hasName() && canRename() ? RENAMED : AS_OURSELVES);

const canRename = (): boolean => process.platform === 'linux' && succeeds(RENAMED, 'true', []);

/** Whether a command, run as that user from the root folder, succeeds. */
export function succeeds(identity: Identity, command: string, args: readonly string[]): boolean {
  const [program = command, ...rest] = [...identity.wrapper, command, ...args];
  const { uid, gid } = identity;
  return spawnSync(program, rest, { cwd: '/', stdio: 'ignore', uid, gid }).status === 0;
}

function hasName(): boolean {
  try {
    return userInfo().username !== '';
  } catch {
    return false;
  }
}
