# Build: all packages, sources compiled to dist/.
FROM node:22-slim AS build
WORKDIR /twolane
COPY package.json package-lock.json ./
RUN npm ci --no-audit --no-fund
COPY .swcrc tsconfig.json ./
COPY apps apps
COPY libs libs
RUN node apps/local/build.mjs

# Packages of production alone; the embedded Postgres stays out, DATABASE_URL is set here.
FROM node:22-slim AS packages
WORKDIR /twolane
COPY package.json package-lock.json ./
RUN npm ci --omit=dev --omit=optional --no-audit --no-fund

FROM node:22-slim
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000
WORKDIR /twolane
COPY package.json ./
COPY --from=packages /twolane/node_modules node_modules
COPY --from=build /twolane/dist/apps dist/apps
COPY --from=build /twolane/dist/libs dist/libs
USER node
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/health/ready`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "dist/apps/api/src/main.js"]
