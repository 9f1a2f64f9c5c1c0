import type { TimelineAnswer, TimelineRow } from './timeline-answer.js';
import { timelineWords } from './timeline-words.js';

const row = (number: number): TimelineRow => ({
  item: {
    id: `i${number}`,
    reference: `RM-${number}`,
    title: 'Onboarding',
    lane: 'SHARED',
    status: 'PLANNED',
    window: null,
    confidence: null,
    dependencies: [],
  },
  moved: { from: { start: '', end: '' }, to: { start: '', end: '' }, shiftDays: -28 },
});

const answer = (rows: number, baselineDay: string | null): TimelineAnswer => ({
  team: null,
  roadmapTimeline: {
    rows: Array.from({ length: rows }, (_, index) => row(index + 1)),
    lanes: [
      { lane: 'PRODUCT', count: 1 },
      { lane: 'SHARED', count: rows },
    ],
    today: '2026-03-26',
    from: null,
    to: null,
    baselineDay,
  },
});

describe('a timeline in words', () => {
  it('is a sentence with what there is, and what moved', () => {
    expect(timelineWords(answer(1, '2026-01-08'))).toEqual({
      title: 'Roadmap of 26 March 2026',
      sentence: 'Roadmap of 26 March 2026: Product 1, Shared 1. Moved since 2026-01-08: RM-1 -28 days.',
    });
    expect(timelineWords({ ...answer(2, null), team: { name: 'Engineering' } }).sentence).toBe(
      'Roadmap of 26 March 2026 (Engineering): Product 1, Shared 2.',
    );
  });

  it('is cut to what a chat shows', () => {
    const { sentence } = timelineWords(answer(60, '2026-01-08'));
    expect(sentence).toHaveLength(300);
    expect(sentence).toMatch(/…$/);
  });
});
