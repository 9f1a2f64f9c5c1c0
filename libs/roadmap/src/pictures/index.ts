import type { Provider } from '@nestjs/common';

export const picturesParts: Provider[] = [];
