import { historyOf } from '#libs/api-kit';
import { PictureMoments } from '#libs/risk';
import { Module } from '@nestjs/common';
import {
  ComparingMutations,
  ImportObservationHandler,
  SetMetricBaselineHandler,
  SetMetricTargetHandler,
} from './compare-metric.js';
import {
  ChangeMetricDefinitionHandler,
  DefineMetricHandler,
  DefiningMutations,
  RetireMetricHandler,
} from './define-metric.js';
import { metric } from './domain/index.js';
import { Measurements } from './measurements.js';
import { MetricDecisions } from './metric-decisions.js';
import { MetricCommands } from './metric-payload.js';
import { MetricReader } from './metric-reader.js';
import { MetricObject } from './metric.type.js';
import { MetricsView } from './metrics.view.js';
import './problems.js';
import { summaryOf } from './summary.js';

/** How the collaboration goes, measured from the log. Needs `pg.Pool`, `EventLog`, `Horizon`, `RowHistory`, `TimeTravel` and `CommandBus` from modules that are global. */
@Module({
  providers: [
    PictureMoments,
    Measurements,
    MetricReader,
    MetricDecisions,
    MetricCommands,
    DefineMetricHandler,
    ChangeMetricDefinitionHandler,
    RetireMetricHandler,
    SetMetricBaselineHandler,
    SetMetricTargetHandler,
    ImportObservationHandler,
    DefiningMutations,
    ComparingMutations,
    MetricsView,
    historyOf(() => MetricObject, 'metric.read', { summaryOf, streamType: metric.type }),
  ],
})
export class MetricsModule {}
