import fc from 'fast-check';
import { RIGHTS, ROLES, cellOf, grantOf, noStrongerThan, roleFor, type Cell, type Right, type Role } from './rights.js';

/** Typed from core model 2.6 (and, for rows it does not print, the command table of 2.1): a = all, o = own, - = no. */
const PAGE = `
right                      | MM | ML | EN | EL | PM | RR | FIN | BR | FAC | AG | AUD | INT | ADM
people.read                | a  | a  | a  | a  | a  | a  | a   | a  | a   | a  | a   | a   | a
people.manage              | -  | -  | -  | -  | -  | -  | -   | -  | -   | -  | -   | -   | a
calendar.read              | a  | a  | a  | a  | a  | a  | a   | a  | a   | a  | a   | a   | a
calendar.manage            | -  | o  | -  | o  | -  | -  | -   | -  | -   | -  | -   | -   | a
calendar.recordAbsence     | o  | o  | o  | o  | o  | o  | o   | o  | o   | o  | -   | -   | -
token.mint                 | o  | o  | o  | o  | o  | o  | o   | o  | o   | o  | o   | o   | a
token.revoke               | o  | o  | o  | o  | o  | o  | o   | o  | o   | o  | o   | o   | a
deputy.delegate            | o  | o  | o  | o  | o  | o  | o   | o  | o   | o  | -   | -   | a
clock.advance              | -  | -  | -  | -  | -  | -  | -   | -  | -   | -  | -   | a   | a
log.read                   | -  | -  | -  | -  | -  | -  | -   | -  | -   | -  | a   | a   | -
log.operate                | -  | -  | -  | -  | -  | -  | -   | -  | -   | -  | -   | -   | a
process.read               | -  | -  | -  | -  | -  | -  | -   | -  | -   | -  | a   | a   | a
request.read               | a  | a  | a  | a  | a  | a  | a   | a  | a   | o  | a   | a   | -
request.create             | o  | a  | a  | a  | a  | -  | -   | a  | -   | -  | -   | a   | -
request.revise             | o  | a  | a  | a  | a  | -  | -   | a  | -   | -  | -   | a   | -
request.setTouches         | o  | o  | a  | a  | o  | a  | -   | a  | -   | -  | -   | o   | -
request.submit             | o  | o  | o  | o  | o  | -  | -   | o  | -   | -  | -   | o   | -
request.addCoAuthor        | o  | o  | o  | a  | o  | -  | -   | o  | -   | -  | -   | o   | -
request.triage             | -  | -  | -  | a  | a  | -  | -   | a  | -   | -  | -   | -   | -
request.assignOwner        | -  | -  | -  | a  | a  | -  | -   | a  | -   | -  | -   | -   | -
request.decline            | -  | a  | -  | a  | a  | -  | -   | a  | -   | -  | -   | -   | -
request.withdraw           | o  | a  | o  | o  | o  | -  | -   | o  | -   | -  | -   | o   | -
request.revive             | o  | a  | o  | a  | a  | -  | -   | a  | -   | -  | -   | o   | -
request.hold               | o  | a  | o  | a  | a  | -  | -   | a  | -   | -  | -   | -   | -
request.agreeDate          | o  | a  | o  | a  | a  | o  | -   | o  | -   | o  | -   | -   | -
request.ask                | a  | a  | a  | a  | a  | a  | -   | a  | -   | o  | -   | -   | -
request.answer             | a  | a  | a  | a  | a  | a  | -   | a  | -   | o  | -   | -   | -
request.resolve            | a  | a  | a  | a  | a  | a  | -   | a  | -   | o  | -   | -   | -
request.estimate           | -  | -  | a  | a  | -  | -  | -   | -  | -   | o  | -   | -   | -
request.raiseConcern       | -  | -  | a  | a  | -  | a  | -   | -  | -   | -  | -   | -   | -
request.resolveConcern     | -  | -  | a  | a  | -  | a  | -   | -  | -   | -  | -   | -   | -
request.approve            | -  | a  | -  | a  | -  | -  | -   | -  | -   | -  | -   | -   | -
request.linkProperties     | o  | o  | a  | a  | a  | -  | -   | a  | -   | -  | -   | o   | -
request.work               | -  | -  | a  | a  | -  | -  | -   | -  | -   | o  | -   | -   | -
request.verify             | a  | a  | o  | o  | o  | -  | -   | o  | -   | -  | -   | o   | -
request.accept             | o  | a  | o  | o  | o  | -  | -   | o  | -   | -  | -   | o   | -
request.returnToWork       | -  | a  | -  | a  | a  | -  | -   | -  | -   | -  | -   | -   | -
request.verifyTracking     | a  | a  | a  | a  | a  | -  | -   | a  | -   | -  | -   | -   | -
request.waiveTracking      | -  | a  | -  | -  | a  | -  | -   | -  | -   | -  | -   | -   | -
request.launch             | -  | -  | -  | a  | a  | -  | -   | -  | -   | -  | -   | a   | -
request.rollBack           | -  | -  | -  | a  | a  | -  | -   | -  | -   | -  | -   | a   | -
request.waiveOutcome       | -  | a  | -  | -  | a  | -  | -   | -  | -   | -  | -   | -   | -
request.close              | o  | a  | o  | o  | a  | -  | -   | o  | -   | -  | -   | o   | -
request.reopen             | o  | a  | o  | a  | a  | -  | -   | o  | -   | -  | -   | o   | -
request.answerChecklist    | -  | -  | a  | a  | -  | -  | -   | -  | -   | o  | -   | -   | -
request.planPath           | o  | a  | a  | a  | a  | -  | -   | a  | -   | -  | -   | -   | -
request.experiment         | o  | o  | o  | a  | o  | -  | -   | o  | -   | -  | -   | o   | -
request.debt               | -  | -  | a  | a  | -  | -  | -   | -  | -   | -  | -   | -   | -
request.outcome            | a  | a  | o  | o  | o  | -  | -   | o  | -   | -  | -   | o   | -
request.success            | o  | a  | a  | a  | o  | -  | -   | o  | -   | -  | -   | o   | -
request.evidence           | a  | a  | a  | a  | a  | a  | -   | a  | -   | -  | -   | -   | -
request.bug                | a  | a  | a  | a  | a  | a  | a   | a  | a   | o  | -   | a   | -
request.resolveBug         | a  | a  | a  | a  | a  | a  | a   | a  | a   | o  | -   | a   | -
request.merge              | -  | -  | -  | a  | a  | -  | -   | a  | -   | -  | -   | -   | -
request.proposeAlternative | -  | -  | a  | a  | a  | -  | -   | -  | -   | -  | -   | -   | -
request.answerAlternative  | o  | a  | o  | o  | o  | -  | -   | o  | -   | -  | -   | o   | -
request.expedite           | -  | a  | -  | -  | -  | -  | -   | -  | -   | -  | -   | -   | -
request.grantExpedite      | -  | -  | -  | a  | -  | -  | -   | -  | -   | -  | -   | -   | -
request.import             | -  | a  | -  | a  | a  | -  | -   | a  | -   | -  | -   | a   | -
request.setWipLimit        | -  | -  | -  | a  | -  | -  | -   | -  | -   | -  | -   | -   | -
request.label              | a  | a  | a  | a  | a  | a  | -   | a  | a   | -  | -   | a   | -
request.setFields          | o  | a  | a  | a  | a  | -  | -   | a  | -   | -  | -   | a   | -
settings.read              | a  | a  | a  | a  | a  | a  | a   | a  | a   | a  | a   | a   | a
settings.manage            | -  | a  | -  | a  | a  | -  | -   | a  | -   | -  | -   | -   | a
filter.save                | a  | a  | a  | a  | a  | a  | a   | a  | a   | -  | -   | -   | a
request.comment            | a  | a  | a  | a  | a  | a  | a   | a  | a   | o  | -   | -   | -
request.removeComment      | a  | a  | a  | a  | a  | a  | a   | a  | a   | o  | -   | -   | a
request.watch              | a  | a  | a  | a  | a  | a  | a   | a  | a   | o  | -   | -   | -
idea.read                  | a  | a  | a  | a  | a  | a  | a   | a  | a   | -  | a   | a   | -
idea.capture               | a  | a  | a  | a  | a  | a  | -   | a  | a   | -  | -   | -   | -
idea.vote                  | a  | a  | a  | a  | a  | a  | -   | a  | a   | -  | -   | -   | -
idea.shape                 | o  | a  | o  | a  | a  | o  | -   | a  | o   | -  | -   | -   | -
idea.park                  | -  | a  | -  | a  | a  | -  | -   | a  | -   | -  | -   | -   | -
idea.drop                  | -  | a  | -  | a  | a  | -  | -   | a  | -   | -  | -   | -   | -
idea.revive                | -  | a  | -  | a  | a  | -  | -   | a  | -   | -  | -   | -   | -
idea.convert               | o  | a  | a  | a  | a  | -  | -   | a  | -   | -  | -   | a   | -
roadblock.read             | a  | a  | a  | a  | a  | a  | a   | a  | a   | -  | a   | a   | -
roadblock.raise            | a  | a  | a  | a  | a  | a  | -   | a  | a   | -  | -   | -   | -
roadblock.manage           | o  | a  | o  | a  | a  | o  | -   | a  | a   | -  | -   | -   | -
interruption.read          | o  | o  | o  | o  | o  | o  | -   | o  | -   | -  | -   | -   | -
interruption.log           | o  | o  | o  | o  | o  | o  | -   | o  | -   | -  | -   | -   | -
interruption.writeOff      | o  | o  | o  | o  | o  | o  | -   | o  | -   | -  | -   | -   | -
interruption.convert       | o  | o  | o  | a  | a  | o  | -   | o  | -   | -  | -   | -   | -
favour.read                | a  | a  | a  | a  | a  | a  | a   | a  | a   | -  | a   | a   | -
capture.read               | a  | a  | a  | a  | a  | a  | a   | a  | a   | -  | a   | a   | -
capture.chat               | a  | a  | a  | a  | a  | a  | -   | a  | a   | -  | -   | a   | -
priorityBoard.open         | -  | a  | -  | a  | a  | -  | -   | a  | -   | -  | -   | -   | -
priorityBoard.rank         | -  | a  | -  | a  | -  | -  | -   | -  | -   | -  | -   | -   | -
priorityBoard.agree        | -  | a  | -  | a  | -  | -  | -   | -  | -   | -  | -   | -   | -
priorityBoard.breakTie     | -  | -  | -  | -  | -  | -  | -   | a  | -   | -  | -   | -   | -
responsibility.set         | -  | a  | -  | a  | a  | -  | -   | a  | -   | -  | -   | -   | -
hours.read                 | a  | a  | a  | a  | a  | -  | a   | a  | -   | -  | a   | a   | -
money.read                 | -  | a  | -  | a  | -  | -  | a   | a  | -   | o  | a   | a   | -
time.read                  | a  | a  | a  | a  | a  | o  | a   | a  | -   | o  | a   | a   | -
agreement.draft            | -  | a  | -  | a  | -  | -  | a   | -  | -   | -  | -   | -   | -
agreement.sign             | -  | a  | -  | a  | -  | -  | -   | -  | -   | -  | -   | -   | -
hours.consent              | -  | a  | -  | a  | -  | -  | -   | -  | -   | -  | -   | -   | -
hours.simulate             | -  | a  | -  | a  | -  | -  | a   | a  | -   | -  | -   | -   | -
reservation.release        | -  | a  | -  | a  | -  | -  | -   | -  | -   | -  | -   | -   | -
overage.request            | o  | a  | o  | o  | o  | -  | -   | o  | -   | -  | -   | -   | -
overage.approve            | -  | a  | -  | a  | -  | -  | -   | -  | -   | -  | -   | -   | -
time.record                | -  | -  | o  | a  | o  | o  | -   | o  | -   | o  | -   | a   | -
time.reverse               | -  | -  | o  | a  | o  | o  | -   | o  | -   | o  | -   | -   | -
time.late                  | -  | -  | -  | a  | -  | -  | -   | -  | -   | -  | -   | -   | -
time.import                | -  | -  | -  | a  | -  | -  | -   | -  | -   | -  | -   | a   | -
time.credit                | -  | a  | -  | a  | -  | -  | a   | -  | -   | -  | -   | -   | -
statement.issue            | -  | -  | -  | a  | -  | -  | -   | -  | -   | -  | -   | -   | -
statement.accept           | -  | a  | -  | -  | -  | -  | -   | -  | -   | -  | -   | -   | -
statement.dispute          | -  | a  | -  | -  | -  | -  | -   | -  | -   | -  | -   | -   | -
period.close               | -  | -  | -  | -  | -  | -  | a   | -  | -   | -  | -   | -   | -
provider.read              | a  | a  | a  | a  | a  | a  | a   | a  | -   | o  | a   | a   | -
provider.manage            | -  | -  | -  | a  | -  | -  | -   | -  | -   | -  | -   | -   | -
provider.evidence          | -  | -  | a  | a  | -  | -  | -   | a  | -   | o  | -   | -   | -
provider.verify            | -  | -  | -  | -  | -  | a  | -   | -  | -   | -  | -   | -   | -
provider.suspend           | -  | -  | -  | a  | -  | a  | -   | -  | -   | -  | -   | -   | -
policy.read                | a  | a  | a  | a  | a  | a  | a   | a  | a   | a  | a   | a   | a
policy.set                 | -  | a  | -  | a  | -  | -  | -   | -  | -   | -  | -   | -   | -
policy.propose             | -  | a  | -  | a  | -  | a  | -   | -  | -   | -  | -   | -   | -
risk.read                  | a  | a  | a  | a  | a  | a  | a   | a  | a   | -  | a   | a   | -
risk.open                  | -  | a  | -  | a  | a  | a  | -   | a  | -   | -  | -   | -   | -
risk.assign                | -  | -  | -  | a  | -  | a  | -   | -  | -   | -  | -   | -   | -
risk.raise                 | -  | -  | a  | -  | -  | a  | -   | -  | -   | -  | -   | -   | -
risk.sign                  | -  | -  | -  | -  | -  | a  | -   | -  | -   | -  | -   | -   | -
risk.mitigate              | -  | -  | a  | a  | a  | a  | -   | a  | -   | -  | -   | -   | -
risk.completeMitigation    | o  | o  | a  | a  | a  | a  | -   | a  | -   | -  | -   | -   | -
risk.accept                | -  | a  | -  | a  | -  | -  | -   | -  | -   | -  | -   | -   | -
risk.acknowledge           | a  | a  | -  | -  | -  | -  | -   | -  | -   | -  | -   | -   | -
risk.materialise           | a  | a  | a  | a  | a  | a  | -   | a  | -   | -  | -   | a   | -
property.read              | a  | a  | a  | a  | a  | a  | a   | a  | a   | -  | a   | a   | -
property.manage            | -  | a  | -  | a  | a  | -  | -   | a  | -   | -  | -   | -   | -
property.check             | -  | -  | a  | a  | -  | a  | -   | -  | -   | -  | -   | a   | -
peak.declare               | a  | a  | -  | a  | a  | -  | -   | a  | -   | -  | -   | -   | -
freeze.declare             | -  | a  | -  | a  | a  | -  | -   | a  | -   | -  | -   | -   | -
freeze.override            | -  | a  | -  | a  | -  | -  | -   | -  | -   | -  | -   | -   | -
roadmap.read               | a  | a  | a  | a  | a  | a  | a   | a  | a   | -  | a   | a   | -
publicRoadmap.read         | a  | a  | a  | a  | a  | a  | a   | a  | a   | a  | a   | a   | a
roadmap.propose            | a  | a  | a  | a  | a  | -  | -   | a  | -   | -  | -   | a   | -
roadmap.plan               | -  | a  | -  | a  | a  | -  | -   | a  | -   | -  | -   | -   | -
roadmap.agree              | -  | a  | -  | a  | a  | -  | -   | -  | -   | -  | -   | -   | -
roadmap.commit             | -  | a  | -  | a  | a  | -  | -   | -  | -   | -  | -   | -   | -
roadmap.assess             | a  | a  | -  | -  | a  | -  | -   | a  | -   | -  | -   | -   | -
roadmap.link               | -  | a  | a  | a  | a  | -  | -   | a  | -   | -  | -   | -   | -
planning.read              | a  | a  | a  | a  | a  | a  | a   | a  | a   | -  | a   | a   | -
planning.hold              | -  | a  | -  | a  | a  | -  | -   | a  | a   | -  | -   | -   | -
planning.attend            | a  | a  | a  | a  | a  | a  | -   | a  | a   | -  | -   | -   | -
log.consume                | -  | -  | -  | -  | -  | -  | -   | -  | -   | -  | -   | a   | -
webhook.read               | -  | -  | -  | -  | -  | -  | -   | -  | -   | -  | a   | a   | a
webhook.manage             | -  | -  | -  | -  | -  | -  | -   | -  | -   | -  | -   | a   | a
metric.read                | a  | a  | a  | a  | a  | a  | a   | a  | a   | -  | a   | a   | -
metric.define              | -  | a  | -  | a  | a  | -  | -   | a  | a   | -  | -   | -   | -
metric.import              | -  | a  | -  | a  | a  | -  | -   | a  | a   | -  | -   | a   | -
`;

const COLUMNS: Record<string, Role> = {
  MM: 'MARKETING_MEMBER',
  ML: 'MARKETING_LEAD',
  EN: 'ENGINEER',
  EL: 'ENGINEERING_LEAD',
  PM: 'PRODUCT_MANAGER',
  RR: 'RISK_REVIEWER',
  FIN: 'FINANCE',
  BR: 'BRIDGE',
  FAC: 'FACILITATOR',
  AG: 'AGENCY_MEMBER',
  AUD: 'AUDITOR',
  INT: 'INTEGRATION',
  ADM: 'ADMIN',
};
const CELLS: Record<string, Cell> = { a: 'all', o: 'own', '-': null };

const parse = (): [right: string, role: Role, cell: Cell][] => {
  const [head = [], ...rows] = PAGE.trim()
    .split('\n')
    .map((line) => line.split('|').map((cell) => cell.trim()));
  return rows.flatMap(([right = '', ...cells]) =>
    cells.map((cell, index): [string, Role, Cell] => {
      const role = COLUMNS[head[index + 1] ?? ''];
      const grant = CELLS[cell];
      if (role === undefined || grant === undefined) throw new Error(`unreadable cell of ${right}: ${cell}`);
      return [right, role, grant];
    }),
  );
};

const expected = parse();
const role = fc.constantFrom(...ROLES);
const roles = fc.uniqueArray(role);
const right = fc.constantFrom(...RIGHTS);
const scopes = fc.option(fc.uniqueArray(right));

describe('the role matrix', () => {
  it('has exactly the rows and columns of the page', () => {
    expect([...new Set(expected.map(([name]) => name))].sort()).toEqual([...RIGHTS].sort());
    expect(new Set(Object.values(COLUMNS))).toEqual(new Set(ROLES));
    expect(expected).toHaveLength(RIGHTS.length * ROLES.length);
  });

  it.each(expected)('%s for %s is %s', (name, of, cell) => {
    expect(cellOf(of, name as Right)).toBe(cell);
  });
});

describe('what a caller may do', () => {
  it('is the best cell of the roles', () => {
    expect(grantOf({ roles: ['MARKETING_MEMBER', 'MARKETING_LEAD'], scopes: null }, 'request.create')).toBe('all');
    expect(grantOf({ roles: ['MARKETING_MEMBER', 'AUDITOR'], scopes: null }, 'request.create')).toBe('own');
    expect(grantOf({ roles: [], scopes: null }, 'request.create')).toBeNull();
  });

  it('is cut to the scopes of the token', () => {
    const lead = { roles: ['MARKETING_LEAD' as const], scopes: ['request.read' as const] };
    expect(grantOf(lead, 'request.read')).toBe('all');
    expect(grantOf(lead, 'request.approve')).toBeNull();
  });

  it('is nothing for an integration without scopes, and never more than its column with them', () => {
    fc.assert(
      fc.property(right, (name) => {
        const bare = grantOf({ roles: ['INTEGRATION'], scopes: null }, name);
        expect(bare).toBeNull();
        expect(grantOf({ roles: ['INTEGRATION'], scopes: [...RIGHTS] }, name)).toBe(cellOf('INTEGRATION', name));
      }),
    );
  });

  it('never grows by a scope, and never shrinks by a role', () => {
    fc.assert(
      fc.property(roles, role, scopes, (held, more, cut) => {
        const holder = { roles: held, scopes: null };
        const human = held.filter((name) => name !== 'INTEGRATION');
        expect(noStrongerThan({ roles: human, scopes: cut }, { ...holder, roles: human })).toBe(true);
        expect(noStrongerThan({ roles: held, scopes: cut }, { roles: [...held, more], scopes: cut })).toBe(true);
      }),
    );
  });

  it('gives an administrator no business approval', () => {
    const admin = { roles: ['ADMIN' as const], scopes: null };
    const held = RIGHTS.filter((name) => name.startsWith('request.') && grantOf(admin, name) !== null);
    // Taking away what must not stand there decides nothing.
    expect(held).toEqual(['request.removeComment']);
  });

  it('gives an auditor no write', () => {
    const auditor = { roles: ['AUDITOR' as const], scopes: null };
    const held = RIGHTS.filter((name) => grantOf(auditor, name) !== null);
    const reads = held.filter((name) => name.endsWith('.read'));
    expect(held.filter((name) => !reads.includes(name))).toEqual(['token.mint', 'token.revoke']);
  });

  it('is recorded under the role that carries it', () => {
    const both = { roles: ['MARKETING_MEMBER' as const, 'MARKETING_LEAD' as const], scopes: null };
    expect(roleFor(both, 'request.create')).toBe('MARKETING_LEAD');
    expect(roleFor(both, 'request.ask')).toBe('MARKETING_MEMBER');
    expect(roleFor(both, 'request.triage')).toBeNull();
  });
});
