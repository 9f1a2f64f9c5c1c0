import { NestLog } from '#libs/platform';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { AppModule, type AppOptions } from './app.module.js';
import { ApiAdapter } from './http/api-adapter.js';

/** The api over an open service, not listening yet. */
export async function createApi(options: AppOptions): Promise<NestFastifyApplication> {
  const { settings, log } = options;
  const adapter = new ApiAdapter({ bodyLimitBytes: settings.bodyLimitBytes, log });
  return NestFactory.create<NestFastifyApplication>(AppModule.of(options), adapter, {
    logger: new NestLog(log),
    abortOnError: false,
  });
}
