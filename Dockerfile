# The product needs no build: Node runs the TypeScript as it is. The embedded PostgreSQL stays out of the image's way:
# containers are given a DATABASE_URL.
FROM node:24.21.0-bookworm-slim
ENV NODE_ENV=production
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev && npm cache clean --force
COPY . .
USER node
EXPOSE 3000
CMD ["node_modules/.bin/node", "main.ts"]
