import { splitGlobalId } from '#libs/api-kit';
import { parse } from 'graphql';
import { asOfParameter, type Picture, type Variables } from '../pictures/picture.js';
import type { TimelineAnswer } from './timeline-answer.js';
import { timelineSvg } from './timeline-svg.js';
import { timelineWords } from './timeline-words.js';

const WINDOW = '{ start end precision }';

const document =
  parse(`query Picture($asOf: AsOf, $baseline: AsOf, $baselineSessionId: ID, $from: LocalDate, $to: LocalDate,
    $lanes: [RoadmapLane!], $teamId: ID, $withDropped: Boolean = false, $ofTeam: ID! = "") {
  team: node(id: $ofTeam) { ... on Team { name } }
  roadmapTimeline(asOf: $asOf, baseline: $baseline, baselineSessionId: $baselineSessionId, from: $from, to: $to, lanes: $lanes,
      teamId: $teamId, withDropped: $withDropped) {
    today from to baselineDay lanes { lane count }
    rows { item { id reference title lane status window ${WINDOW} confidence { value } dependencies { itemId type } }
      moved { from ${WINDOW} to ${WINDOW} shiftDays } } } }`);

/** `?baseline=`: a planning session by its id, else an instant or a position. */
const baselineParameter = (baseline: string | undefined): Variables =>
  baseline !== undefined && splitGlobalId(baseline)?.type === 'PlanningSession'
    ? { baselineSessionId: baseline }
    : { baseline: asOfParameter(baseline) };

/** The roadmap on its time axis, for a browser and for a chat. */
export const roadmapTimelinePicture: Picture = {
  name: 'roadmap-timeline',
  url: '/roadmap/timeline.svg',
  document,
  rights: ['roadmap.read', 'people.read'],
  variables: ({ asOf, baseline, from = null, to = null, lanes, team = null, dropped }) => ({
    asOf: asOfParameter(asOf),
    ...baselineParameter(baseline),
    from,
    to,
    lanes: lanes?.split(',') ?? null,
    teamId: team,
    withDropped: dropped === 'true',
  }),
  prepared: (variables) => ({ ...variables, ofTeam: variables['teamId'] ?? '' }),
  told: (answer) => timelineWords(answer as TimelineAnswer),
  draw: (answer) => timelineSvg(answer as TimelineAnswer),
};
