import { Module } from '@nestjs/common';
import { ExplorerController } from './explorer.controller.js';

/** The root page. */
@Module({ controllers: [ExplorerController] })
export class ExplorerModule {}
