import { people } from './given.spec-kit.js';
import { setProperties } from './properties.js';
import * as stage from './stages.spec-kit.js';
import * as late from './stages-delivery.spec-kit.js';

const link = (scenario: typeof stage.drafted, ...properties: string[]) =>
  scenario.when(setProperties, { properties }, people.requester);

describe('linked web properties', () => {
  it('are named all at once, each once', () => {
    const linked = link(stage.written, ' www ', 'shop', 'www');
    expect(linked.facts).toEqual([
      { type: 'PropertiesLinked', data: { properties: ['www', 'shop'], scopeHash: expect.any(String) as string } },
    ]);
    expect(link(linked, 'shop', 'www').facts).toEqual([]);
    expect(link(linked).facts).toMatchObject([{ data: { properties: [] } }]);
    expect(link(linked, 'shop').types).toEqual(['PropertiesLinked']);
  });

  it('are part of the scope (R5): an estimate falls back, signed work owes a confirmation', () => {
    expect(link(stage.dated, 'www').facts[1]).toEqual({
      type: 'EstimateInvalidated',
      data: { estimateId: 'E1', cause: 'PROPERTIES_CHANGED' },
    });
    expect(link(stage.dated, 'www').state.status).toBe('TRIAGED');
    expect(link(late.started, 'www').state).toMatchObject({
      status: 'IN_PROGRESS',
      estimate: { owes: 'CONFIRMATION' },
    });
  });

  it.each([
    ['VALIDATION_FAILED', [' ']],
    ['VALIDATION_FAILED', ['x'.repeat(201)]],
    ['LIMIT_REACHED', Array.from({ length: 51 }, (_, n) => `p${n}`)],
  ])('are refused with %s', (code, properties) => {
    expect(link(stage.written, ...properties).refusal.code).toBe(code);
  });

  it('stand from the launch on', () => {
    expect(link(late.launched, 'www').refusal.code).toBe('INVALID_STATE');
    expect(stage.written.when(setProperties, { properties: ['www'] }, people.stranger).refusal.code).toBe('FORBIDDEN');
  });
});
