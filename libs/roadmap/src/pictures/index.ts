import { PictureMoments } from '#libs/risk';
import type { Provider } from '@nestjs/common';
import { AlignmentReader } from './alignment-reader.js';
import { AlignmentView } from './alignment.view.js';
import { Baselines } from './baselines.js';
import { CountedItemsFields } from './counted-items.type.js';
import { DemandForecastView } from './demand.view.js';
import { DiffReader } from './diff-reader.js';
import { RoadmapDiffView } from './diff.view.js';
import { PublicRoadmapView } from './public-roadmap.view.js';
import { RoadmapPictures } from './roadmap-pictures.js';
import { RoadmapView } from './roadmap.view.js';
import { PlanStabilityView } from './stability.view.js';

export const picturesParts: Provider[] = [
  PictureMoments,
  RoadmapPictures,
  RoadmapView,
  DiffReader,
  RoadmapDiffView,
  CountedItemsFields,
  Baselines,
  PlanStabilityView,
  AlignmentReader,
  AlignmentView,
  PublicRoadmapView,
  DemandForecastView,
];
