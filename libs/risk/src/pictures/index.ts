import { SignedLinks } from '#libs/api-kit';
import type { Provider } from '@nestjs/common';
import { BlockedLaunchesView } from './blocked-launches.view.js';
import { ExposureReader } from './exposure-reader.js';
import { ExposureView } from './exposure.view.js';
import { MatrixLinkView } from './matrix-link.view.js';
import { MatrixReader } from './matrix-reader.js';
import { MatrixView } from './matrix.view.js';
import { PictureMoments } from './picture-moments.js';
import { RiskListReader } from './risk-list-reader.js';
import { RiskListsView } from './risk-lists.view.js';
import { TrendReader } from './trend-reader.js';
import { TrendView } from './trend.view.js';

export const picturesParts: Provider[] = [
  PictureMoments,
  BlockedLaunchesView,
  MatrixReader,
  MatrixView,
  SignedLinks,
  MatrixLinkView,
  ExposureReader,
  ExposureView,
  RiskListReader,
  RiskListsView,
  TrendReader,
  TrendView,
];
