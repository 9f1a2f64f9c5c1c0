import type { Provider } from '@nestjs/common';
import { CalendarFeedMutations } from './calendar-feeds.js';

export const feedsParts: Provider[] = [CalendarFeedMutations];
