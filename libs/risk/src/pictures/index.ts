import type { Provider } from '@nestjs/common';
import { MatrixReader } from './matrix-reader.js';
import { MatrixView } from './matrix.view.js';
import { PictureMoments } from './picture-moments.js';

export const picturesParts: Provider[] = [PictureMoments, MatrixReader, MatrixView];
