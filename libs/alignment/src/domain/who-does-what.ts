import {
  EVERY_PROPERTY,
  type Held,
  type Party,
  propertyKeyOf,
  type ResponsibilityRole,
  responsibilityRoles,
} from './responsibility.js';

export const responsibilityLevels = ['EXACT', 'PROPERTY', 'DEFAULT_TYPE', 'DEFAULT'] as const;
/** Where an answer was found: the property and the type, the property for all types, all properties and the type, or all for all. */
export type ResponsibilityLevel = (typeof responsibilityLevels)[number];

export interface RoleAnswer {
  readonly role: ResponsibilityRole;
  /** The most specific entries there are; null when nobody has the role. */
  readonly level: ResponsibilityLevel | null;
  readonly parties: readonly Party[];
}

/** What is held on each property, by its key. */
export type HeldByProperty = ReadonlyMap<string, readonly Held[]>;

function* levelsOf(byProperty: HeldByProperty, key: string, type: string): Generator<[ResponsibilityLevel, Held[]]> {
  const on = (property: string, requestType: string | null): Held[] =>
    (byProperty.get(property) ?? []).filter((held) => held.requestType === requestType);
  if (key !== EVERY_PROPERTY) {
    yield ['EXACT', on(key, type)];
    yield ['PROPERTY', on(key, null)];
  }
  yield ['DEFAULT_TYPE', on(EVERY_PROPERTY, type)];
  yield ['DEFAULT', on(EVERY_PROPERTY, null)];
}

/** Who has a role on a property for a type of request: of the four levels the first that names somebody, for this role alone. */
export function whoHas(
  role: ResponsibilityRole,
  { property, type, byProperty }: { property: string; type: string; byProperty: HeldByProperty },
): RoleAnswer {
  for (const [level, held] of levelsOf(byProperty, propertyKeyOf(property), type)) {
    const parties = held.filter((one) => one.role === role).map(({ party }) => party);
    if (parties.length > 0) return { role, level, parties };
  }
  return { role, level: null, parties: [] };
}

/** All four roles, each with the level its answer comes from. */
export const whoDoesWhat = (asked: Parameters<typeof whoHas>[1]): RoleAnswer[] =>
  responsibilityRoles.map((role) => whoHas(role, asked));
