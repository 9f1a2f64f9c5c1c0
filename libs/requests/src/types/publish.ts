import { registerEnumType } from '@nestjs/graphql';

type EnumOf<T extends string> = { readonly [K in T]: K };

/** A closed list of the domain as a GraphQL enum; every word needs its description. */
export function publish<T extends string>(
  name: string,
  description: string,
  words: Record<T, string>,
  known: readonly T[],
): EnumOf<T> {
  const values = Object.fromEntries(known.map((word) => [word, word])) as EnumOf<T>;
  const valuesMap = Object.fromEntries(known.map((word) => [word, { description: words[word] }]));
  registerEnumType(values, { name, description, valuesMap: valuesMap as Record<T, { description: string }> });
  return values;
}
