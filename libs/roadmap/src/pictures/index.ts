import { PictureMoments } from '#libs/risk';
import type { Provider } from '@nestjs/common';
import { PublicRoadmapView } from './public-roadmap.view.js';
import { RoadmapPictures } from './roadmap-pictures.js';
import { RoadmapView } from './roadmap.view.js';

export const picturesParts: Provider[] = [PictureMoments, RoadmapPictures, RoadmapView, PublicRoadmapView];
