/** The allowed directions of imports. https://github.com/sverweij/dependency-cruiser */
const features = (...names) => `^apps/api/src/features/(${names.join('|')})/`;

/** The features of signing in: each may import those before it. Nothing imports compat, the paths of earlier systems. */
const LAYERS = [
  'events',
  'accounts',
  'sessions',
  'alerts',
  'challenges',
  'channels',
  'press',
  'passkeys',
  'mini-app',
  'telegram-login',
  'compat',
];

module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'no-cycles-between-folders',
      comment: 'Of two folders at most one imports the other, types included',
      severity: 'error',
      scope: 'folder',
      from: {},
      to: { circular: true },
    },
    {
      name: 'apps-import-no-other-app',
      comment: 'Code that apps share is in packages/shared',
      severity: 'error',
      from: { path: '^apps/([^/]+)/' },
      to: { path: '^apps/', pathNot: '^apps/$1/' },
    },
    {
      name: 'shared-imports-nothing',
      severity: 'error',
      from: { path: '^packages/shared/' },
      to: { path: '^(apps|packages)/', pathNot: '^packages/shared/' },
    },
    {
      name: 'client-imports-nothing',
      comment: 'Other services install it without the rest',
      severity: 'error',
      from: { path: '^packages/client/src/' },
      to: { path: '^(apps|packages)/', pathNot: '^packages/client/src/' },
    },
    {
      name: 'service-imports-only-shared',
      severity: 'error',
      from: { path: '^packages/service/' },
      to: { path: '^(apps|packages)/', pathNot: '^packages/(service|shared)/' },
    },
    {
      name: 'no-service-in-the-browser',
      comment: 'Start-up code of services stays out of the page',
      severity: 'error',
      from: { path: '^apps/web/src/' },
      to: { path: '^packages/service/' },
    },
    {
      name: 'bot-handset-imports-nothing',
      comment: 'It serves any bot, not only this product',
      severity: 'error',
      from: { path: '^packages/bot-handset/' },
      to: { path: '^(apps|packages)/', pathNot: '^packages/bot-handset/' },
    },
    {
      name: 'local-stack-imports-only-bot-handset',
      severity: 'error',
      from: { path: '^packages/local-stack/' },
      to: { path: '^(apps|packages)/', pathNot: '^packages/(local-stack|bot-handset)/' },
    },
    {
      name: 'no-emulator-in-production',
      severity: 'error',
      from: { path: '^apps/[^/]+/src/' },
      to: { path: '^packages/(?!(shared|service)/)' },
    },
    {
      name: 'no-schemas-in-the-browser',
      comment: 'The web app takes types of the contract: zod stays on the server',
      severity: 'error',
      from: { path: '^apps/web/src/' },
      to: { path: '^packages/shared/src/contract\\.ts$', dependencyTypesNot: ['type-only'] },
    },
    ...LAYERS.slice(0, -1).map((layer, height) => ({
      name: `${layer}-below-${LAYERS[height + 1]}`,
      severity: 'error',
      from: { path: features(layer) },
      to: { path: features(...LAYERS.slice(height + 1)) },
    })),
    {
      name: 'sign-in-imports-no-feature-beside-it',
      severity: 'error',
      from: { path: features(...LAYERS) },
      to: { path: features('chats', 'profile', 'health', 'admin', 'people', 'webhooks', 'statistics') },
    },
    {
      name: 'webhooks-above-admin',
      severity: 'error',
      from: { path: features('webhooks') },
      to: { path: '^apps/api/src/features/', pathNot: features('webhooks', 'admin', 'events') },
    },
    {
      name: 'profile-above-sessions',
      severity: 'error',
      from: { path: features('profile') },
      to: { path: features('challenges', 'channels', 'compat', 'chats', 'health') },
    },
    {
      name: 'clients-above-sessions',
      severity: 'error',
      from: { path: features('clients') },
      to: { path: '^apps/api/src/features/', pathNot: features('clients', 'admin', 'events', 'accounts', 'sessions') },
    },
    {
      name: 'oidc-above-clients',
      severity: 'error',
      from: { path: features('oidc') },
      to: { path: '^apps/api/src/features/', pathNot: features('oidc', 'clients', 'events', 'accounts', 'sessions') },
    },
    {
      name: 'nothing-imports-oidc',
      severity: 'error',
      from: { path: '^apps/api/src/features/', pathNot: features('oidc') },
      to: { path: features('oidc') },
    },
    {
      name: 'admin-above-sessions',
      severity: 'error',
      from: { path: features('admin') },
      to: {
        path: '^apps/api/src/features/',
        pathNot: features('admin', 'events', 'accounts', 'sessions'),
      },
    },
    {
      name: 'deletion-imports-only-events',
      comment: 'It deletes from the tables of all features, and all may delete a user',
      severity: 'error',
      from: { path: features('deletion') },
      to: { path: '^apps/api/src/features/', pathNot: features('deletion', 'events', 'webhooks') },
    },
    {
      name: 'people-above-admin-and-deletion',
      severity: 'error',
      from: { path: features('people') },
      to: {
        path: '^apps/api/src/features/',
        pathNot: features('people', 'admin', 'deletion', 'events', 'accounts', 'sessions'),
      },
    },
    {
      name: 'statistics-above-sign-in-and-admin',
      severity: 'error',
      from: { path: features('statistics') },
      to: {
        path: '^apps/api/src/features/',
        pathNot: features('statistics', 'admin', 'events', 'challenges', 'channels'),
      },
    },
    {
      name: 'chats-import-no-feature',
      severity: 'error',
      from: { path: features('chats') },
      to: { path: '^apps/api/src/features/', pathNot: features('chats') },
    },
    {
      name: 'health-imports-only-profile',
      severity: 'error',
      from: { path: features('health') },
      to: { path: '^apps/api/src/features/', pathNot: features('health', 'profile') },
    },
    {
      name: 'channels-import-no-other-channel',
      comment: 'They share the flow of sending, which knows none of them',
      severity: 'error',
      from: { path: '^apps/api/src/features/channels/([^/]+)/' },
      to: { path: '^apps/api/src/features/channels/', pathNot: '^apps/api/src/features/channels/($1|sending)/' },
    },
    {
      name: 'domain-imports-no-http',
      comment: 'route → domain function → SQL; budgets are SQL and pure functions',
      severity: 'error',
      from: {
        path: '^apps/api/src/features/',
        pathNot:
          '\\.routes\\.ts$|-by-request\\.ts$|/(session-cookies|authenticate|authorize|answer-sign-in|waiting-room)\\.ts$',
      },
      to: { path: '^apps/api/src/(http|limits)/', pathNot: '^apps/api/src/limits/budgets\\.ts$' },
    },
    {
      name: 'web-components-import-no-features',
      severity: 'error',
      from: { path: '^apps/web/src/components/' },
      to: { path: '^apps/web/src/(app|features)/' },
    },
    {
      name: 'web-features-below-the-app',
      severity: 'error',
      from: { path: '^apps/web/src/features/' },
      to: { path: '^apps/web/src/app/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(node_modules|dist)/' },
    parser: 'swc',
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'default'],
      extensions: ['.ts', '.tsx', '.js'],
    },
  },
};
