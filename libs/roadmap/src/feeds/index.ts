import { SignedLinks } from '#libs/api-kit';
import type { Provider } from '@nestjs/common';
import { CalendarFeedMutations } from './calendar-feeds.js';
import { TimelineLinkView } from './timeline-link.view.js';
import { TimelineReader } from './timeline-reader.js';
import { TimelineView } from './timeline.view.js';

export const feedsParts: Provider[] = [
  CalendarFeedMutations,
  SignedLinks,
  TimelineReader,
  TimelineView,
  TimelineLinkView,
];
