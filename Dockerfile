# Images of the three services: docker build --target api|bot|web . (compose.yml builds and runs all of them).
# Only the web app is built; Node.js runs the TypeScript sources (docs/decisions/0001).
FROM node:24-slim AS sources
WORKDIR /app
COPY . .

FROM sources AS api-files
RUN npx --yes pnpm@12 install --prod --frozen-lockfile --ignore-scripts --filter-prod '@raqam/api...'

FROM node:24-slim AS api
WORKDIR /app
COPY --from=api-files /app .
ENV NODE_ENV=production
USER node
EXPOSE 8000
CMD ["node", "--max-semi-space-size=8", "apps/api/src/server.ts"]

FROM sources AS bot-files
RUN npx --yes pnpm@12 install --prod --frozen-lockfile --ignore-scripts --filter-prod '@raqam/bot...'

FROM node:24-slim AS bot
WORKDIR /app
COPY --from=bot-files /app .
ENV NODE_ENV=production
USER node
EXPOSE 8080
CMD ["node", "--max-semi-space-size=8", "apps/bot/src/main.ts"]

FROM sources AS web-files
RUN npx --yes pnpm@12 install --frozen-lockfile --ignore-scripts --filter '@raqam/web...'
ARG VITE_API_BASE_URL=/api/v1
ARG VITE_TELEGRAM_BOT_USERNAME
ARG VITE_RETURN_TO_ORIGINS
ARG VITE_BRAND_NAME
ARG VITE_BRAND_LOGO_URL
ARG VITE_BRAND_LOGO_DARK_URL
ARG VITE_BRAND_COLOR
ARG VITE_BRAND_RADIUS
ARG VITE_TERMS_URL
ARG VITE_PRIVACY_URL
ARG VITE_SUPPORT_URL
ARG VITE_CAPTCHA_SOURCES
RUN npx --yes pnpm@12 --filter @raqam/web build

FROM caddy:2-alpine AS web
WORKDIR /srv
COPY --from=web-files /app/Caddyfile Caddyfile
COPY --from=web-files /app/apps/web/dist apps/web/dist
CMD ["caddy", "run", "--config", "Caddyfile"]
