import fc from 'fast-check';
import { Refusal } from '#libs/event-log';
import { grantOf, RIGHTS, ROLES, type Cell, type Holder, type Role } from './rights.js';
import { boundsFor, type Minter } from './token.rules.js';
import type { TokenBounds } from './token.js';
import { ownRoles } from './viewer.js';

type Rule = typeof boundsFor;

/** A few roles often, so that those held, those asked for and those of the token meet; all of them sometimes. */
const role = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom<Role[]>('INTEGRATION', 'ADMIN', 'MARKETING_MEMBER', 'AUDITOR') },
  { weight: 1, arbitrary: fc.constantFrom(...ROLES) },
);
const bounds: fc.Arbitrary<TokenBounds> = fc.record({
  roles: fc.option(fc.uniqueArray(role, { maxLength: 4 })),
  scopes: fc.option(fc.uniqueArray(fc.constantFrom(...RIGHTS), { maxLength: 8 })),
  expiresAt: fc.option(fc.constantFrom('2026-01-01T00:00:00.000Z', '2026-06-01T00:00:00.000Z')),
});
const wanted = fc.record({
  held: fc.uniqueArray(role),
  later: fc.uniqueArray(role),
  first: bounds,
  wishes: fc.array(bounds, { minLength: 1 }),
});

/** A person with these roles calling with a token of these bounds. */
const inUse = (held: readonly Role[], { roles, scopes }: TokenBounds): Holder => ({
  roles: ownRoles(
    held.map((name) => ({ role: name, teamId: null })),
    roles,
  ).map(({ role: name }) => name),
  scopes,
});
const reach = (cell: Cell): number => (cell === null ? 0 : cell === 'own' ? 1 : 2);
const end = ({ expiresAt }: TokenBounds): number => (expiresAt === null ? Infinity : Date.parse(expiresAt));

interface Case {
  readonly rule: Rule;
  readonly held: readonly Role[];
  readonly wish: TokenBounds;
  readonly personId: string;
}

/** Mints with a token of these bounds; null when it is refused. */
const attempt = (current: TokenBounds, { rule, held, wish, personId }: Case) => {
  const ids = { tokenId: 't', personId: 'p', onBehalfOf: null, ancestors: [] };
  const minter: Minter = { ...current, ...ids, effectiveRoles: inUse(held, current).roles };
  const heldRoles = personId === 'p' ? held : (wish.roles ?? ['ADMIN' as const]);
  try {
    return { made: rule(wish, { personId, heldRoles, activeTokens: 0 }, minter), minter, heldRoles };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return null;
  }
};

/** No chain of tokens for oneself gains a right or a day, whichever roles come later. Answers with the number minted. */
const holdsForOneself = (rule: Rule, numRuns = 500): number => {
  let minted = 0;
  const property = fc.property(wanted, ({ held, later, first, wishes }) => {
    let current = first;
    for (const wish of wishes) {
      const made = attempt(current, { rule, held, wish, personId: 'p' })?.made;
      if (made === undefined) continue;
      minted += 1;
      current = made;
      const roles = [...new Set([...held, ...later])];
      for (const right of RIGHTS) {
        if (reach(grantOf(inUse(roles, made), right)) > reach(grantOf(inUse(roles, first), right))) return false;
      }
      if (end(made) > end(first)) return false;
    }
    return true;
  });
  fc.assert(property, { numRuns });
  return minted;
};

/** A token for another reaches nothing, now or later, that the minting one does not reach everywhere now. */
const holdsForOthers = (rule: Rule, numRuns = 500): number => {
  let minted = 0;
  const property = fc.property(wanted, ({ held, later, first, wishes }) =>
    wishes.every((wish) => {
      const done = attempt(first, { rule, held: ['ADMIN', ...held], wish, personId: 'other' });
      if (done === null) return true;
      minted += 1;
      const mine = { roles: done.minter.effectiveRoles, scopes: done.minter.scopes };
      const theirs = inUse([...done.heldRoles, ...later], done.made);
      return RIGHTS.every((right) => grantOf(theirs, right) === null || grantOf(mine, right) === 'all');
    }),
  );
  fc.assert(property, { numRuns });
  return minted;
};

/** What a hurried rule would do: compare the lists, and forget that scopes wake INTEGRATION up. */
const comparesListsOnly: Rule = (wish, _bearer, minter) => {
  const within = <T>(asked: readonly T[] | null, cap: readonly T[] | null) =>
    asked === null ? cap : asked.filter((one) => cap === null || cap.includes(one));
  const expiresAt = end(wish) > end(minter) ? minter.expiresAt : wish.expiresAt;
  return { roles: within(wish.roles, minter.roles), scopes: within(wish.scopes, minter.scopes), expiresAt };
};

describe('a token never mints a stronger one', () => {
  it('for oneself', () => {
    expect(holdsForOneself(boundsFor)).toBeGreaterThan(50);
  });

  it('for another', () => {
    expect(holdsForOthers(boundsFor)).toBeGreaterThan(20);
  });

  it.each<[string, (rule: Rule, numRuns: number) => number, Rule]>([
    ['gives what is asked', holdsForOneself, (wish) => wish],
    ['compares lists only', holdsForOneself, comparesListsOnly],
    ['forgets the end', holdsForOneself, (wish, ...rest) => ({ ...boundsFor(wish, ...rest), expiresAt: null })],
    [
      'leaves the roles of another open',
      holdsForOthers,
      (wish, ...rest) => ({ ...boundsFor(wish, ...rest), roles: null }),
    ],
    ['compares with another as with oneself', holdsForOthers, comparesListsOnly],
  ])('which a rule that %s would break', (_, holds, rule) => {
    expect(() => holds(rule, 20_000)).toThrow('Property failed');
  });
});
