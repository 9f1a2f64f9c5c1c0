import { SignedLinks } from '#libs/api-kit';
import { Module } from '@nestjs/common';
import { GraphqlModule } from '../graphql/graphql.module.js';
import { PictureLinks } from './picture-links.js';
import { PictureRoutes } from './picture-routes.js';

/** Pictures of what the schema answers. Needs `pg.Pool` from a module that is global. */
@Module({ imports: [GraphqlModule], providers: [SignedLinks, PictureLinks, PictureRoutes] })
export class PicturesModule {}
