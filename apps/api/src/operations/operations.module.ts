import { Module } from '@nestjs/common';
import { AdvanceClock } from './advance-clock.js';
import { ProcessesView } from './processes.view.js';
import { RetryMutations } from './retry.js';
import { TimersView } from './timers.view.js';

/** What concerns the service itself: the test clock, and those who follow the log. */
@Module({ providers: [AdvanceClock, ProcessesView, TimersView, RetryMutations] })
export class OperationsModule {}
