import { Module } from '@nestjs/common';
import { AdvanceClock } from './advance-clock.js';
import { ConsumerOperations } from './consumers.js';

/** What concerns the service itself: the test clock, and those who follow the log. */
@Module({ providers: [AdvanceClock, ConsumerOperations] })
export class OperationsModule {}
