const SECRET = /password|passwd|token|secret|authorization|api[-_]?key|credential/i;

/** Plain JSON in which values that are named like secrets are left out, at any depth. */
export function withoutSecrets(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutSecrets);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name, SECRET.test(name) ? '[left out]' : withoutSecrets(inner)]),
  );
}
