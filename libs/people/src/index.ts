export { circumstancesOf, sideOfRole } from './circumstances.js';
export { createdId, OPERATOR, operatorCommand } from './commands.js';
export {
  DEMO_WORKSPACE_ID,
  ensureDemo,
  ensureQuarter,
  QUARTER_WORKSPACE_ID,
  type DemoAccess,
  type DemoOptions,
} from './demo.js';
export { linkViewer } from './link-viewer.js';
export { cellOf, grantOf, isRight, RIGHTS, ROLES, roleFor, type Cell, type Right, type Role } from './domain/rights.js';
export { firstAdministrator } from './first-administrator.js';
export { localDate, minterOf, type Viewer } from './domain/viewer.js';
export { person, type Person as PersonState } from './domain/person.js';
export { team, type Team as TeamState } from './domain/team.js';
export { RoleName, SideName } from './enums.js';
export { type PeopleFact, peopleEvents, peopleModel } from './events.js';
export { People1764000000101 } from './migrations/1-people.js';
export { PeopleModule } from './people.module.js';
export { PeopleReads } from './people-reads.js';
export { PeopleStore } from './people-store.js';
export { Directory, PeopleLoaders, type NamedPerson } from './people-loaders.js';
export { authenticator, ON_BEHALF_OF, peopleSecurity } from './security.js';
export { TokenPayload, tokenPayload } from './token-payload.js';
export { daysFromNow, Tokens, type AskedToken, type MintedToken } from './tokens.js';
export { Delegation, Person, RoleHolding, Team, Token, Workspace } from './types.js';
export { findViewer, fullViewer, NotADeputy, type Credentials } from './viewer-lookup.js';
export { teamZones, type TeamZone } from './team-zones.js';
export { workspaceZone } from './workspace-zone.js';
export { Workspaces, type NewWorkspace, type SandboxClocks } from './workspaces.js';
