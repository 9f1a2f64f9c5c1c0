import { Module } from '@nestjs/common';
import { GraphqlModule } from '../graphql/graphql.module.js';
import { HealthController } from './health.controller.js';
import { ReadinessChecks } from './readiness.js';

/** `/health/live`, `/health/ready`, `/metrics`. */
@Module({ imports: [GraphqlModule], controllers: [HealthController], providers: [ReadinessChecks] })
export class HealthModule {}
