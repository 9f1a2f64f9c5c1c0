import { dayInWords } from '../pictures/day-words.js';
import type { PictureWords } from '../pictures/picture.js';
import { shortText } from '../pictures/svg-text.js';
import type { TimelineAnswer } from './timeline-answer.js';
import { toldOf } from './timeline-svg.js';

/** Characters that chats show of a sentence, or fewer. */
const SENTENCE = 300;

/** The timeline in a sentence, e.g. `Roadmap of 26 March 2026: Product 1, Shared 2. Moved since 2026-01-08: RM-1 -28 days.` */
export function timelineWords({ team, roadmapTimeline }: TimelineAnswer): PictureWords {
  const whose = team?.name ? ` (${shortText(team.name, 40)})` : '';
  const title = `Roadmap of ${dayInWords(roadmapTimeline.today)}${whose}`;
  return { title, sentence: shortText(`${title}: ${toldOf(roadmapTimeline, roadmapTimeline.lanes)}`, SENTENCE) };
}
