import { randomUUID } from 'node:crypto';
import { TODAY } from '../risk.fixture.js';
import type { RiskCell, RiskTried } from './rights.fixture.js';

type BySide = (
  mutation: string,
  inputOf: (side: 'CONSUMER' | 'PROVIDER') => RiskTried['input'],
) => readonly RiskTried[];

/** Properties belong to no team: what a role may do it may do on all of them. */
const onProperty =
  (more: (cell: RiskCell) => object = () => ({})): RiskTried['input'] =>
  async (cell) => ({ propertyId: await cell.bench.property(), ...more(cell) });

const span = { from: TODAY, to: '2026-01-30' };
const reason = 'Winter sale';

/** Every command on properties, peaks and freezes. */
export const propertyCommands = (bySide: BySide): readonly RiskTried[] => [
  {
    mutation: 'registerProperty',
    input: () => ({ name: `www-${randomUUID()}`, url: 'https://www.example', isPublic: true }),
  },
  {
    mutation: 'assignResponsibility',
    input: onProperty(({ bench }) => ({ area: 'ON_CALL', personId: bench.cast.backend.id })),
  },
  {
    mutation: 'recordCheck',
    input: onProperty(() => ({ kind: 'TEST', result: 'PASSED', evidence: 'https://ci.example/7', checkedOn: TODAY })),
  },
  {
    mutation: 'declarePeak',
    input: onProperty(() => ({ title: reason, ...span, expectedPeakRpm: 6000 })),
  },
  {
    mutation: 'declareFreeze',
    input: async ({ bench }) => ({ propertyIds: [await bench.property()], ...span, reason }),
  },
  {
    mutation: 'endFreeze',
    input: async ({ bench }) => ({ freezeId: await bench.freeze(await bench.property()), reason }),
  },
  ...bySide('overrideFreeze', (side) => async ({ bench, whose }) => ({
    freezeId: await bench.freeze(await bench.property()),
    requestId: await bench.request({ between: whose }),
    side,
    reason,
  })),
];
