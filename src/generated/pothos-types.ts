/* eslint-disable */
import type { Prisma, Actor, ApiClient, SigningKey, Integration, IntegrationRun, IntegrationRunTransition, IntegrationError, ErrorGroupCount, ErrorGroupIntegration, ErrorGroupChange, IntegrationErrorResponse, IntegrationHistoryRecord, IntegrationHistoryRecordResponse, Contract, RateLimit, Lease, Event, EventTick, IdempotencyKey, WebhookEndpoint, WebhookDelivery } from "./prisma/client.js";
import type { PothosPrismaDatamodel } from "@pothos/plugin-prisma";
export default interface PrismaTypes {
    Actor: {
        Name: "Actor";
        Shape: Actor;
        Include: Prisma.ActorInclude;
        Select: Prisma.ActorSelect;
        OrderBy: Prisma.ActorOrderByWithRelationInput;
        WhereUnique: Prisma.ActorWhereUniqueInput;
        Where: Prisma.ActorWhereInput;
        Create: {};
        Update: {};
        RelationName: "integrationsCreated" | "integrationsUpdated" | "runsCreated" | "runsUpdated" | "errorsCreated" | "errorsUpdated" | "historyRecordsCreated" | "historyRecordsUpdated" | "contractsCreated" | "contractsUpdated" | "transitions" | "apiClient" | "webhookEndpoints";
        ListRelations: "integrationsCreated" | "integrationsUpdated" | "runsCreated" | "runsUpdated" | "errorsCreated" | "errorsUpdated" | "historyRecordsCreated" | "historyRecordsUpdated" | "contractsCreated" | "contractsUpdated" | "transitions" | "webhookEndpoints";
        Relations: {
            integrationsCreated: {
                Shape: Integration[];
                Name: "Integration";
                Nullable: false;
            };
            integrationsUpdated: {
                Shape: Integration[];
                Name: "Integration";
                Nullable: false;
            };
            runsCreated: {
                Shape: IntegrationRun[];
                Name: "IntegrationRun";
                Nullable: false;
            };
            runsUpdated: {
                Shape: IntegrationRun[];
                Name: "IntegrationRun";
                Nullable: false;
            };
            errorsCreated: {
                Shape: IntegrationError[];
                Name: "IntegrationError";
                Nullable: false;
            };
            errorsUpdated: {
                Shape: IntegrationError[];
                Name: "IntegrationError";
                Nullable: false;
            };
            historyRecordsCreated: {
                Shape: IntegrationHistoryRecord[];
                Name: "IntegrationHistoryRecord";
                Nullable: false;
            };
            historyRecordsUpdated: {
                Shape: IntegrationHistoryRecord[];
                Name: "IntegrationHistoryRecord";
                Nullable: false;
            };
            contractsCreated: {
                Shape: Contract[];
                Name: "Contract";
                Nullable: false;
            };
            contractsUpdated: {
                Shape: Contract[];
                Name: "Contract";
                Nullable: false;
            };
            transitions: {
                Shape: IntegrationRunTransition[];
                Name: "IntegrationRunTransition";
                Nullable: false;
            };
            apiClient: {
                Shape: ApiClient | null;
                Name: "ApiClient";
                Nullable: true;
            };
            webhookEndpoints: {
                Shape: WebhookEndpoint[];
                Name: "WebhookEndpoint";
                Nullable: false;
            };
        };
    };
    ApiClient: {
        Name: "ApiClient";
        Shape: ApiClient;
        Include: Prisma.ApiClientInclude;
        Select: Prisma.ApiClientSelect;
        OrderBy: Prisma.ApiClientOrderByWithRelationInput;
        WhereUnique: Prisma.ApiClientWhereUniqueInput;
        Where: Prisma.ApiClientWhereInput;
        Create: {};
        Update: {};
        RelationName: "actor";
        ListRelations: never;
        Relations: {
            actor: {
                Shape: Actor;
                Name: "Actor";
                Nullable: false;
            };
        };
    };
    SigningKey: {
        Name: "SigningKey";
        Shape: SigningKey;
        Include: never;
        Select: Prisma.SigningKeySelect;
        OrderBy: Prisma.SigningKeyOrderByWithRelationInput;
        WhereUnique: Prisma.SigningKeyWhereUniqueInput;
        Where: Prisma.SigningKeyWhereInput;
        Create: {};
        Update: {};
        RelationName: never;
        ListRelations: never;
        Relations: {};
    };
    Integration: {
        Name: "Integration";
        Shape: Integration;
        Include: Prisma.IntegrationInclude;
        Select: Prisma.IntegrationSelect;
        OrderBy: Prisma.IntegrationOrderByWithRelationInput;
        WhereUnique: Prisma.IntegrationWhereUniqueInput;
        Where: Prisma.IntegrationWhereInput;
        Create: {};
        Update: {};
        RelationName: "createdBy" | "updatedBy" | "integrationRuns" | "integrationErrors" | "historyRecords";
        ListRelations: "integrationRuns" | "integrationErrors" | "historyRecords";
        Relations: {
            createdBy: {
                Shape: Actor | null;
                Name: "Actor";
                Nullable: true;
            };
            updatedBy: {
                Shape: Actor | null;
                Name: "Actor";
                Nullable: true;
            };
            integrationRuns: {
                Shape: IntegrationRun[];
                Name: "IntegrationRun";
                Nullable: false;
            };
            integrationErrors: {
                Shape: IntegrationError[];
                Name: "IntegrationError";
                Nullable: false;
            };
            historyRecords: {
                Shape: IntegrationHistoryRecord[];
                Name: "IntegrationHistoryRecord";
                Nullable: false;
            };
        };
    };
    IntegrationRun: {
        Name: "IntegrationRun";
        Shape: IntegrationRun;
        Include: Prisma.IntegrationRunInclude;
        Select: Prisma.IntegrationRunSelect;
        OrderBy: Prisma.IntegrationRunOrderByWithRelationInput;
        WhereUnique: Prisma.IntegrationRunWhereUniqueInput;
        Where: Prisma.IntegrationRunWhereInput;
        Create: {};
        Update: {};
        RelationName: "integration" | "createdBy" | "updatedBy" | "retryOf" | "retries" | "integrationErrors" | "historyRecords" | "transitions";
        ListRelations: "retries" | "integrationErrors" | "historyRecords" | "transitions";
        Relations: {
            integration: {
                Shape: Integration;
                Name: "Integration";
                Nullable: false;
            };
            createdBy: {
                Shape: Actor | null;
                Name: "Actor";
                Nullable: true;
            };
            updatedBy: {
                Shape: Actor | null;
                Name: "Actor";
                Nullable: true;
            };
            retryOf: {
                Shape: IntegrationRun | null;
                Name: "IntegrationRun";
                Nullable: true;
            };
            retries: {
                Shape: IntegrationRun[];
                Name: "IntegrationRun";
                Nullable: false;
            };
            integrationErrors: {
                Shape: IntegrationError[];
                Name: "IntegrationError";
                Nullable: false;
            };
            historyRecords: {
                Shape: IntegrationHistoryRecord[];
                Name: "IntegrationHistoryRecord";
                Nullable: false;
            };
            transitions: {
                Shape: IntegrationRunTransition[];
                Name: "IntegrationRunTransition";
                Nullable: false;
            };
        };
    };
    IntegrationRunTransition: {
        Name: "IntegrationRunTransition";
        Shape: IntegrationRunTransition;
        Include: Prisma.IntegrationRunTransitionInclude;
        Select: Prisma.IntegrationRunTransitionSelect;
        OrderBy: Prisma.IntegrationRunTransitionOrderByWithRelationInput;
        WhereUnique: Prisma.IntegrationRunTransitionWhereUniqueInput;
        Where: Prisma.IntegrationRunTransitionWhereInput;
        Create: {};
        Update: {};
        RelationName: "integrationRun" | "actor";
        ListRelations: never;
        Relations: {
            integrationRun: {
                Shape: IntegrationRun;
                Name: "IntegrationRun";
                Nullable: false;
            };
            actor: {
                Shape: Actor | null;
                Name: "Actor";
                Nullable: true;
            };
        };
    };
    IntegrationError: {
        Name: "IntegrationError";
        Shape: IntegrationError;
        Include: Prisma.IntegrationErrorInclude;
        Select: Prisma.IntegrationErrorSelect;
        OrderBy: Prisma.IntegrationErrorOrderByWithRelationInput;
        WhereUnique: Prisma.IntegrationErrorWhereUniqueInput;
        Where: Prisma.IntegrationErrorWhereInput;
        Create: {};
        Update: {};
        RelationName: "integrationRun" | "integration" | "createdBy" | "updatedBy" | "responses";
        ListRelations: "responses";
        Relations: {
            integrationRun: {
                Shape: IntegrationRun;
                Name: "IntegrationRun";
                Nullable: false;
            };
            integration: {
                Shape: Integration;
                Name: "Integration";
                Nullable: false;
            };
            createdBy: {
                Shape: Actor | null;
                Name: "Actor";
                Nullable: true;
            };
            updatedBy: {
                Shape: Actor | null;
                Name: "Actor";
                Nullable: true;
            };
            responses: {
                Shape: IntegrationErrorResponse[];
                Name: "IntegrationErrorResponse";
                Nullable: false;
            };
        };
    };
    ErrorGroupCount: {
        Name: "ErrorGroupCount";
        Shape: ErrorGroupCount;
        Include: never;
        Select: Prisma.ErrorGroupCountSelect;
        OrderBy: Prisma.ErrorGroupCountOrderByWithRelationInput;
        WhereUnique: Prisma.ErrorGroupCountWhereUniqueInput;
        Where: Prisma.ErrorGroupCountWhereInput;
        Create: {};
        Update: {};
        RelationName: never;
        ListRelations: never;
        Relations: {};
    };
    ErrorGroupIntegration: {
        Name: "ErrorGroupIntegration";
        Shape: ErrorGroupIntegration;
        Include: never;
        Select: Prisma.ErrorGroupIntegrationSelect;
        OrderBy: Prisma.ErrorGroupIntegrationOrderByWithRelationInput;
        WhereUnique: Prisma.ErrorGroupIntegrationWhereUniqueInput;
        Where: Prisma.ErrorGroupIntegrationWhereInput;
        Create: {};
        Update: {};
        RelationName: never;
        ListRelations: never;
        Relations: {};
    };
    ErrorGroupChange: {
        Name: "ErrorGroupChange";
        Shape: ErrorGroupChange;
        Include: never;
        Select: Prisma.ErrorGroupChangeSelect;
        OrderBy: Prisma.ErrorGroupChangeOrderByWithRelationInput;
        WhereUnique: Prisma.ErrorGroupChangeWhereUniqueInput;
        Where: Prisma.ErrorGroupChangeWhereInput;
        Create: {};
        Update: {};
        RelationName: never;
        ListRelations: never;
        Relations: {};
    };
    IntegrationErrorResponse: {
        Name: "IntegrationErrorResponse";
        Shape: IntegrationErrorResponse;
        Include: Prisma.IntegrationErrorResponseInclude;
        Select: Prisma.IntegrationErrorResponseSelect;
        OrderBy: Prisma.IntegrationErrorResponseOrderByWithRelationInput;
        WhereUnique: Prisma.IntegrationErrorResponseWhereUniqueInput;
        Where: Prisma.IntegrationErrorResponseWhereInput;
        Create: {};
        Update: {};
        RelationName: "integrationError";
        ListRelations: never;
        Relations: {
            integrationError: {
                Shape: IntegrationError;
                Name: "IntegrationError";
                Nullable: false;
            };
        };
    };
    IntegrationHistoryRecord: {
        Name: "IntegrationHistoryRecord";
        Shape: IntegrationHistoryRecord;
        Include: Prisma.IntegrationHistoryRecordInclude;
        Select: Prisma.IntegrationHistoryRecordSelect;
        OrderBy: Prisma.IntegrationHistoryRecordOrderByWithRelationInput;
        WhereUnique: Prisma.IntegrationHistoryRecordWhereUniqueInput;
        Where: Prisma.IntegrationHistoryRecordWhereInput;
        Create: {};
        Update: {};
        RelationName: "integrationRun" | "integration" | "createdBy" | "updatedBy" | "responses";
        ListRelations: "responses";
        Relations: {
            integrationRun: {
                Shape: IntegrationRun | null;
                Name: "IntegrationRun";
                Nullable: true;
            };
            integration: {
                Shape: Integration;
                Name: "Integration";
                Nullable: false;
            };
            createdBy: {
                Shape: Actor | null;
                Name: "Actor";
                Nullable: true;
            };
            updatedBy: {
                Shape: Actor | null;
                Name: "Actor";
                Nullable: true;
            };
            responses: {
                Shape: IntegrationHistoryRecordResponse[];
                Name: "IntegrationHistoryRecordResponse";
                Nullable: false;
            };
        };
    };
    IntegrationHistoryRecordResponse: {
        Name: "IntegrationHistoryRecordResponse";
        Shape: IntegrationHistoryRecordResponse;
        Include: Prisma.IntegrationHistoryRecordResponseInclude;
        Select: Prisma.IntegrationHistoryRecordResponseSelect;
        OrderBy: Prisma.IntegrationHistoryRecordResponseOrderByWithRelationInput;
        WhereUnique: Prisma.IntegrationHistoryRecordResponseWhereUniqueInput;
        Where: Prisma.IntegrationHistoryRecordResponseWhereInput;
        Create: {};
        Update: {};
        RelationName: "integrationHistoryRecord";
        ListRelations: never;
        Relations: {
            integrationHistoryRecord: {
                Shape: IntegrationHistoryRecord;
                Name: "IntegrationHistoryRecord";
                Nullable: false;
            };
        };
    };
    Contract: {
        Name: "Contract";
        Shape: Contract;
        Include: Prisma.ContractInclude;
        Select: Prisma.ContractSelect;
        OrderBy: Prisma.ContractOrderByWithRelationInput;
        WhereUnique: Prisma.ContractWhereUniqueInput;
        Where: Prisma.ContractWhereInput;
        Create: {};
        Update: {};
        RelationName: "createdBy" | "updatedBy";
        ListRelations: never;
        Relations: {
            createdBy: {
                Shape: Actor | null;
                Name: "Actor";
                Nullable: true;
            };
            updatedBy: {
                Shape: Actor | null;
                Name: "Actor";
                Nullable: true;
            };
        };
    };
    RateLimit: {
        Name: "RateLimit";
        Shape: RateLimit;
        Include: never;
        Select: Prisma.RateLimitSelect;
        OrderBy: Prisma.RateLimitOrderByWithRelationInput;
        WhereUnique: Prisma.RateLimitWhereUniqueInput;
        Where: Prisma.RateLimitWhereInput;
        Create: {};
        Update: {};
        RelationName: never;
        ListRelations: never;
        Relations: {};
    };
    Lease: {
        Name: "Lease";
        Shape: Lease;
        Include: never;
        Select: Prisma.LeaseSelect;
        OrderBy: Prisma.LeaseOrderByWithRelationInput;
        WhereUnique: Prisma.LeaseWhereUniqueInput;
        Where: Prisma.LeaseWhereInput;
        Create: {};
        Update: {};
        RelationName: never;
        ListRelations: never;
        Relations: {};
    };
    Event: {
        Name: "Event";
        Shape: Event;
        Include: never;
        Select: Prisma.EventSelect;
        OrderBy: Prisma.EventOrderByWithRelationInput;
        WhereUnique: Prisma.EventWhereUniqueInput;
        Where: Prisma.EventWhereInput;
        Create: {};
        Update: {};
        RelationName: never;
        ListRelations: never;
        Relations: {};
    };
    EventTick: {
        Name: "EventTick";
        Shape: EventTick;
        Include: never;
        Select: Prisma.EventTickSelect;
        OrderBy: Prisma.EventTickOrderByWithRelationInput;
        WhereUnique: Prisma.EventTickWhereUniqueInput;
        Where: Prisma.EventTickWhereInput;
        Create: {};
        Update: {};
        RelationName: never;
        ListRelations: never;
        Relations: {};
    };
    IdempotencyKey: {
        Name: "IdempotencyKey";
        Shape: IdempotencyKey;
        Include: never;
        Select: Prisma.IdempotencyKeySelect;
        OrderBy: Prisma.IdempotencyKeyOrderByWithRelationInput;
        WhereUnique: Prisma.IdempotencyKeyWhereUniqueInput;
        Where: Prisma.IdempotencyKeyWhereInput;
        Create: {};
        Update: {};
        RelationName: never;
        ListRelations: never;
        Relations: {};
    };
    WebhookEndpoint: {
        Name: "WebhookEndpoint";
        Shape: WebhookEndpoint;
        Include: Prisma.WebhookEndpointInclude;
        Select: Prisma.WebhookEndpointSelect;
        OrderBy: Prisma.WebhookEndpointOrderByWithRelationInput;
        WhereUnique: Prisma.WebhookEndpointWhereUniqueInput;
        Where: Prisma.WebhookEndpointWhereInput;
        Create: {};
        Update: {};
        RelationName: "owner" | "deliveries";
        ListRelations: "deliveries";
        Relations: {
            owner: {
                Shape: Actor;
                Name: "Actor";
                Nullable: false;
            };
            deliveries: {
                Shape: WebhookDelivery[];
                Name: "WebhookDelivery";
                Nullable: false;
            };
        };
    };
    WebhookDelivery: {
        Name: "WebhookDelivery";
        Shape: WebhookDelivery;
        Include: Prisma.WebhookDeliveryInclude;
        Select: Prisma.WebhookDeliverySelect;
        OrderBy: Prisma.WebhookDeliveryOrderByWithRelationInput;
        WhereUnique: Prisma.WebhookDeliveryWhereUniqueInput;
        Where: Prisma.WebhookDeliveryWhereInput;
        Create: {};
        Update: {};
        RelationName: "endpoint";
        ListRelations: never;
        Relations: {
            endpoint: {
                Shape: WebhookEndpoint;
                Name: "WebhookEndpoint";
                Nullable: false;
            };
        };
    };
}
export function getDatamodel(): PothosPrismaDatamodel { return JSON.parse("{\"datamodel\":{\"models\":{\"Actor\":{\"fields\":[{\"type\":\"Int\",\"kind\":\"scalar\",\"name\":\"id\",\"isRequired\":true,\"isList\":false,\"hasDefaultValue\":true,\"isUnique\":false,\"isId\":true,\"isUpdatedAt\":false,\"documentation\":\"Stable number of the credential's owner.\"},{\"type\":\"String\",\"kind\":\"scalar\",\"name\":\"login\",\"isRequired\":true,\"isList\":false,\"hasDefaultValue\":false,\"isUnique\":true,\"isId\":false,\"isUpdatedAt\":false,\"documentation\":\"Short unique handle, shown by the REST door as `login`.\"},{\"type\":\"String\",\"kind\":\"scalar\",\"name\":\"name\",\"isRequired\":true,\"isList\":false,\"hasDefaultValue\":false,\"isUnique\":false,\"isId\":false,\"isUpdatedAt\":false,\"documentation\":\"Name for people, shown by the REST door as `fullname`. Of a person of the identity provider it ends in what the provider vouches for: `Ada (ada-7 at login.example.com)`.\"},{\"type\":\"DateTime\",\"kind\":\"scalar\",\"name\":\"createdAt\",\"isRequired\":true,\"isList\":false,\"hasDefaultValue\":true,\"isUnique\":false,\"isId\":false,\"isUpdatedAt\":false,\"documentation\":\"When this actor was first known to the gateway.\"},{\"type\":\"Integration\",\"kind\":\"object\",\"name\":\"integrationsCreated\",\"isRequired\":true,\"isList\":true,\"hasDefaultValue\":false,\"isUnique\":false,\"isId\":false,\"relationName\":\"integrationCreatedBy\",\"relationFromFields\":[],\"isUpdatedAt\":false},{\"type\":\"Integration\",\"kind\":\"object\",\"name\":\"integrationsUpdated\",\"isRequired\":true,\"isList\":true,\"hasDefaultValue\":false,\"isUnique\":false,\"isId\":false,\"relationName\":\"integrationUpdatedBy\",\"relationFromFields\":[],\"isUpdatedAt\":false},{\"type\":\"IntegrationRun\",\"kind\":\"object\",\"name\":\"runsCreated\",\"isRequired\":true,\"isList\":true,\"hasDefaultValue\":false,\"isUnique\":false,\"isId\":false,\"relationName\":\"runCreatedBy\",\"relationFromFields\":[],\"isUpdatedAt\":false},{\"type\":\"IntegrationRun\",\"kind\":\"object\",\"name\":\"runsUpdated\",\"isRequired\":true,\"isList\":true,\"hasDefaultValue\":false,\"isUnique\":false,\"isId\":false,\"relationName\":\"runUpdatedBy\",\"relationFromFields\":[],\"isUpdatedAt\":false},{\"type\":\"IntegrationError\",\"kind\":\"object\",\"name\":\"errorsCreated\",\"isRequired\":true,\"isList\":true,\"hasDefaultValue\":false,\"isUnique\":false,\"isId\":false,\"relationName\":\"errorCreatedBy\",\"relationFromFields\":[],\"isUpdatedAt\":false},{\"type\":\"IntegrationError\",\"kind\":\"object\",\"name\":\"errorsUpdated\",\"isRequired\":true,\"isList\":true,\"hasDefaultValue\":false,\"isUnique\":false,\"isId\":false,\"relationName\":\"errorUpdatedBy\",\"relationFromFields\":[],\"isUpdatedAt\":false},{\"type\":\"IntegrationHistoryRecord\",\"kind\":\"object\",\"name\":\"historyRecordsCreated\",\"isRequired\":true,\"isList\":true,\"hasDefaultValue\":false,\"isUnique\":false,\"isId\":false,\"relationName\":\"historyRecordCreatedBy\",\"relationFromFields\":[],\"isUpdatedAt\":false},{\"type\":\"IntegrationHistoryRecord\",\"kind\":\"object\",\"name\":\"historyRecordsUpdated\",\"isRequired\":true,\"isList\":true,\"hasDefaultValue\":false,\"isUnique\":false,\"isId\":false,\"relationName\":\"historyRecordUpdatedBy\",\"relationFromFields\":[],\"isUpdatedAt\":false},{\"type\":\"Contract\",\"kind\":\"object\",\"name\":\"contractsCreated\",\"isRequired\":true,\"isList\":true,\"hasDefaultValue\":false,\"isUnique\":false,\"isId\":false,\"relationName\":\"contractCreatedBy\",\"relationFromFields\":[],\"isUpdatedAt\":false},{\"type\":\"Contract\",\"kind\":\"object\",\"name\":\"contractsUpdated\",\"isRequired\":true,\"isList\":true,\"hasDefaultValue\":false,\"isUnique\":false,\"isId\":false,\"relationName\":\"contractUpdatedBy\",\"relationFromFields\":[],\"isUpdatedAt\":false},{\"type\":\"IntegrationRunTransition\",\"kind\":\"object\",\"name\":\"transitions\",\"isRequired\":true,\"isList\":true,\"hasDefaultValue\":false,\"isUnique\":false,\"isId\":false,\"relationName\":\"ActorToIntegrationRunTransition\",\"relationFromFields\":[],\"isUpdatedAt\":false},{\"type\":\"ApiClient\",\"kind\":\"object\",\"name\":\"apiClient\",\"isRequired\":false,\"isList\":false,\"hasDefaultValue\":false,\"isUnique\":false,\"isId\":false,\"relationName\":\"ActorToApiClient\",\"relationFromFields\":[],\"isUpdatedAt\":false},{\"type\":\"WebhookEndpoint\",\"kind\":\"object\",\"name\":\"webhookEndpoints\",\"isRequired\":true,\"isList\":true,\"hasDefaultValue\":false,\"isUnique\":false,\"isId\":false,\"relationName\":\"ActorToWebhookEndpoint\",\"relationFromFields\":[],\"isUpdatedAt\":false}],\"primaryKey\":null,\"uniqueIndexes\":[],\"documentation\":\"Whoever acted: one API credential, or the local developer of an open gateway.\"},\"ApiClient\":{\"fields\":[{\"type\":\"Int\",\"kind\":\"scalar\",\"name\":\"id\",\"isRequired\":true,\"isList\":false,\"hasDefaultValue\":true,\"isUnique\":false,\"isId\":true,\"isUpdatedAt\":false,\"documentation\":\"The integer that its opaque `id` stands for.\"},{\"type\":\"String\",\"kind\":\"scalar\",\"name\":\"clientId\",\"isRequired\":true,\"isList\":false,\"hasDefaultValue\":false,\"isUnique\":true,\"isId\":false,\"isUpdatedAt\":false,\"documentation\":\"The public half of its credentials: `client_id` of the OAuth 2.0 client credentials grant, and the login of its actor.\"},{\"type\":\"String\",\"kind\":\"scalar\",\"name\":\"name\",\"isRequired\":true,\"isList\":false,\"hasDefaultValue\":false,\"isUnique\":false,\"isId\":false,\"isUpdatedAt\":false,\"documentation\":\"Name for people, and of its actor; at most 255 characters. Several clients may have the same.\"},{\"type\":\"String\",\"kind\":\"scalar\",\"name\":\"scopes\",\"isRequired\":true,\"isList\":false,\"hasDefaultValue\":false,\"isUnique\":false,\"isId\":false,\"isUpdatedAt\":false,\"documentation\":\"What it may do: scopes, separated by blanks as OAuth writes them.\"},{\"type\":\"String\",\"kind\":\"scalar\",\"name\":\"secretHash\",\"isRequired\":true,\"isList\":false,\"hasDefaultValue\":false,\"isUnique\":false,\"isId\":false,\"isUpdatedAt\":false,\"documentation\":\"SHA-256 of its secret, in hexadecimal digits. The secret itself is kept nowhere.\"},{\"type\":\"String\",\"kind\":\"scalar\",\"name\":\"apiKeyHash\",\"isRequired\":false,\"isList\":false,\"hasDefaultValue\":false,\"isUnique\":true,\"isId\":false,\"isUpdatedAt\":false,\"documentation\":\"SHA-256 of its API key, in hexadecimal digits; null without one. The key itself is kept nowhere.\"},{\"type\":\"Boolean\",\"kind\":\"scalar\",\"name\":\"hasApiKey\",\"isRequired\":true,\"isList\":false,\"hasDefaultValue\":true,\"isUnique\":false,\"isId\":false,\"isUpdatedAt\":false,\"documentation\":\"Whether it may also use an API key, in `X-COUPA-API-KEY`.\"},{\"type\":\"Int\",\"kind\":\"scalar\",\"name\":\"actorId\",\"isRequired\":true,\"isList\":false,\"hasDefaultValue\":false,\"isUnique\":true,\"isId\":false,\"isUpdatedAt\":false,\"documentation\":\"The actor that its changes are recorded under.\"},{\"type\":\"DateTime\",\"kind\":\"scalar\",\"name\":\"createdAt\",\"isRequired\":true,\"isList\":false,\"hasDefaultValue\":true,\"isUnique\":false,\"isId\":false,\"isUpdatedAt\":false,\"documentation\":\"When it was made, to the millisecond.\"},{\"type\":\"DateTime\",\"kind\":\"scalar\",\"name\":\"rotatedAt\",\"isRequired\":false,\"isList\":false,\"hasDefaultValue\":false,\"isUnique\":false,\"isId\":false,\"isUpdatedAt\":false,\"documentation\":\"When its secret, and its API key, were last replaced by new ones; null when never.\"},{\"type\":\"DateTime\",\"kind\":\"scalar\",\"name\":\"lastUsedAt\",\"isRequired\":false,\"isList\":false,\"hasDefaultValue\":false,\"isUnique\":false,\"isId\":false,\"isUpdatedAt\":false,\"documentation\":\"When it last used the gateway, give or take a minute; null when never.\"},{\"type\":\"DateTime\",\"kind\":\"scalar\",\"name\":\"expiresAt\",\"isRequired\":false,\"isList\":false,\"hasDefaultValue\":false,\"isUnique\":false,\"isId\":false,\"isUpdatedAt\":false,\"documentation\":\"From when nothing of it is accepted any more; null when it doesn't expire.\"},{\"type\":\"DateTime\",\"kind\":\"scalar\",\"name\":\"revokedAt\",\"isRequired\":false,\"isList\":false,\"hasDefaultValue\":false,\"isUnique\":false,\"isId\":false,\"isUpdatedAt\":false,\"documentation\":\"When it was revoked, for good: nothing of it is accepted any more. Null when it wasn't.\"},{\"type\":\"Actor\",\"kind\":\"object\",\"name\":\"actor\",\"isRequired\":true,\"isList\":false,\"hasDefaultValue\":false,\"isUnique\":false,\"isId\":false,\"relationName\":\"ActorToApiClient\",\"relationFromFields\":[\"actorId\"],\"isUpdatedAt\":false}],\"primaryKey\":null,\"uniqueIndexes\":[{\"name\":null,\"fields\":[\"clientId\"]},{\"name\":null,\"fields\":[\"apiKeyHash\"]}],\"documentation\":\"A program that may call the gateway: what it proves itself with, and what it may do. It acts under an actor of its own.\"},\"SigningKey\":{\"fields\":[{\"type\":\"String\",\"kind\":\"scalar\",\"name\":\"kid\",\"isRequired\":true,\"isList\":false,\"hasDefaultValue\":false,\"isUnique\":false,\"isId\":true,\"isUpdatedAt\":false,\"documentation\":\"Which key it is, as tokens name it in their header.\"},{\"type\":\"String\",\"kind\":\"scalar\",\"name\":\"secret\",\"isRequired\":true,\"isList\":false,\"hasDefaultValue\":false,\"isUnique\":false,\"isId\":false,\"isUpdatedAt\":false,\"documentation\":\"256 random bits, in base64url.\"},{\"type\":\"DateTime\",\"kind\":\"scalar\",\"name\":\"createdAt\",\"isRequired\":true,\"isList\":false,\"hasDefaultValue\":true,\"isUnique\":false,\"isId\":false,\"isUpdatedAt\":false,\"documentation\":\"When it was made, to the millisecond.\"}],\"primaryKey\":null,\"uniqueIndexes\":[],\"documentation\":\"A key that the gateway signs its access tokens with. The newest one signs; the ones before it are kept until what they signed has expired.\"},\"Integration\":{\"fields\":[{\"type\":\"Int\",\"kind\":\"scalar\",\"name\":\"id\",\"isRequired\":true,\"isList\":false,\"hasDefaultValue\":true,\"isUnique\":false,\"isId\":true,\"isUpdatedAt\":false,\"documentation\":\"The integer that the REST door calls `id`.\"},{\"type\":\"String\",\"kind\":\"scalar\",\"name\":\"name\",\"isRequired\":true,\"isList\":false,\"hasDefaultValue\":false,\"isUnique\":true,\"isId\":false,\"isUpdatedAt\":false,\"documentation\":\"Name for people; unique among integrations, at most 255 characters.\"},{\"type\":\"String\",\"kind\":\"scalar\",\"name\":\"code\",\"isRequired\":true,\"isList\":false,\"hasDefaultValue\":false,\"isUnique\":true,\"isId\":false,\"isUpdatedAt\":false,\"documentation\":\"Short handle that programs use to name the integration; unique, at most 255 characters.\"},{\"type\":\"String\",\"kind\":\"scalar\",\"name\":\"businessObject\",\"isRequired\":true,\"isList\":false,\"hasDefaultValue\":false,\"isUnique\":false,\"isId\":false,\"isUpdatedAt\":false,\"documentation\":\"The kind of record carried, in the words of whoever set it up, such as `Invoice`.\"},{\"type\":\"IntegrationDirection\",\"kind\":\"enum\",\"name\":\"direction\",\"isRequired\":true,\"isList\":false,\"hasDefaultValue\":false,\"isUnique\":false,\"isId\":false,\"isUpdatedAt\":false,\"documentation\":\"Which way the records flow.\"},{\"type\":\"String\",\"kind\":\"scalar\",\"name\":\"endSystem\",\"isRequired\":true,\"isList\":false,\"hasDefaultValue\":false,\"isUnique\":false,\"isId\":false,\"isUpdatedAt\":false,\"documentation\":\"The system at the other end, in the words of whoever set it up, such as `SAP S/4HANA`.\"},{\"type\":\"EndSystemType\",\"kind\":\"enum\",\"name\":\"endSystemType\",\"isRequired\":true,\"isList\":false,\"hasDefaultValue\":false,\"isUnique\":false,\"isId\":false,\"isUpdatedAt\":false,\"documentation\":\"What kind of system is at the other end.\"},{\"type\":\"IntegrationType\",\"kind\":\"enum\",\"name\":\"integrationType\",\"isRequired\":false,\"isList\":false,\"hasDefaultValue\":false,\"isUnique\":false,\"isId\":false,\"isUpdatedAt\":false,\"documentation\":\"How records are exchanged; null when nobody has said.\"},{\"type\":\"Boolean\",\"kind\":\"scalar\",\"name\":\"isStandard\",\"isRequired\":true,\"isList\":false,\"hasDefaultValue\":true,\"isUnique\":false,\"isId\":false,\"isUpdatedAt\":false,\"documentation\":\"True for an integration shipped with the platform; nobody can set it through the gateway.\"},{\"type\":\"Int\",\"kind\":\"scalar\",\"name\":\"version\",\"isRequired\":true,\"isList\":false,\"hasDefaultValue\":true,\"isUnique\":false,\"isId\":false,\"isUpdatedAt\":false,\"documentation\":\"Starts at 1 and grows by one with each change of a field of the integration; its runs and errors don't count.\"},{\"type\":\"Int\",\"kind\":\"scalar\",\"name\":\"deadlineSeconds\",\"isRequired\":false,\"isList\":false,\"hasDefaultValue\":false,\"isUnique\":false,\"isId\":false,\"isUpdatedAt\":false,\"documentation\":\"Seconds that a run may take before it is overdue, at least 1; null leaves it to `expectedDurationSeconds`.\"},{\"type\":\"DateTime\",\"kind\":\"scalar\",\"name\":\"createdAt\",\"isRequired\":true,\"isList\":false,\"hasDefaultValue\":true,\"isUnique\":false,\"isId\":false,\"isUpdatedAt\":false,\"documentation\":\"When the integration was created, to the millisecond.\"},{\"type\":\"DateTime\",\"kind\":\"scalar\",\"name\":\"updatedAt\",\"isRequired\":true,\"isList\":false,\"hasDefaultValue\":true,\"isUnique\":false,\"isId\":false,\"isUpdatedAt\":true,\"documentation\":\"When a field of the integration last changed, to the millisecond.\"},{\"type\":\"Int\",\"kind\":\"scalar\",\"name\":\"createdById\",\"isRequired\":false,\"isList\":false,\"hasDefaultValue\":false,\"isUnique\":false,\"isId\":false,\"isUpdatedAt\":false,\"documentation\":\"The actor that created it; null for the sample world.\"},{\"type\":\"Int\",\"kind\":\"scalar\",\"name\":\"updatedById\",\"isRequired\":false,\"isList\":false,\"hasDefaultValue\":false,\"isUnique\":false,\"isId\":false,\"isUpdatedAt\":false,\"documentation\":\"The actor of its last change; null when nobody has changed it.\"},{\"type\":\"Actor\",\"kind\":\"object\",\"name\":\"createdBy\",\"isRequired\":false,\"isList\":false,\"hasDefaultValue\":false,\"isUnique\":false,\"isId\":false,\"relationName\":\"integrationCreatedBy\",\"relationFromFields\":[\"createdById\"],\"isUpdatedAt\":false},{\"type\":\"Actor\",\"kind\":\"object\",\"name\":\"updatedBy\",\"isRequired\":false,\"isList\":false,\"hasDefaultValue\":false,\"isUnique\":false,\"isId\":false,\"relationName\":\"integrationUpdatedBy\",\"relationFromFields\":[\"updatedById\"],\"isUpdatedAt\":false},{\"type\":\"IntegrationRun\",\"kind\":\"object\",\"name\":\"integrationRuns\",\"isRequired\":true,\"isList\":true,\"hasDefaultValue\":false,\"isUnique\":false,\"isId\":false,\"relationName\":\"IntegrationToIntegrationRun\",\"relationFromFields\":[],\"isUpdatedAt\":false},{\"type\":\"IntegrationError\",\"kind\":\"object\",\"name\":\"integrationErrors\",\"isRequired\":true,\"isList\":true,\"hasDefaultValue\":false,\"isUnique\":false,\"isId\":false,\"relationName\":\"IntegrationToIntegrationError\",\"relationFromFields\":[],\"isUpdatedAt\":false},{\"type\":\"IntegrationHistoryRecord\",\"kind\":\"object\",\"name\":\"historyRecords\",\"isRequired\":true,\"isList\":true,\"hasDefaultValue\":false,\"isUnique\":false,\"isId\":false,\"relationName\":\"IntegrationToIntegrationHistoryRecord\",\"relationFromFields\":[],\"isUpdatedAt\":false}],\"primaryKey\":null,\"uniqueIndexes\":[{\"name\":null,\"fields\":[\"name\"]},{\"name\":null,\"fields\":[\"code\"]}],\"documentation\":\"A standing connection between the platform and one end system, for one kind of business object. Each execution of it is an integration run.\"},\"IntegrationRun\":{\"fields\":[{\"type\":\"Int\",\"kind\":\"scalar\",\"name\":\"id\",\"isRequired\":true,\"isList\":false,\"hasDefaultValue\":true,\"isUnique\":false,\"isId\":true,\"isUpdatedAt\":false,\"documentation\":\"The integer that the REST door calls `id`.\"},{\"type\":\"Int\",\"kind\":\"scalar\",\"name\":\"integrationId\",\"isRequired\":true,\"isList\":false,\"hasDefaultValue\":false,\"isUnique\":false,\"isId\":false,\"isUpdatedAt\":false,\"documentation\":\"The integration that was executed; never changes.\"},{\"type\":\"IntegrationRunStatus\",\"kind\":\"enum\",\"name\":\"status\",\"isRequired\":true,\"isList\":false,\"hasDefaultValue\":true,\"isUnique\":false,\"isId\":false,\"isUpdatedAt\":false,\"documentation\":\"Where the run stands; only the moves of the transition table change it.\"},{\"type\":\"Json\",\"kind\":\"scalar\",\"name\":\"flow\",\"isRequired\":false,\"isList\":false,\"hasDefaultValue\":false,\"isUnique\":false,\"isId\":false,\"isUpdatedAt\":false,\"documentation\":\"What the client says of the run's flow: any JSON value, kept and given back as it was sent, but that numbers are 64-bit doubles (of more digits, rounded ones), and that keys which are whole numbers come first.\"},{\"type\":\"DateTime\",\"kind\":\"scalar\",\"name\":\"startTime\",\"isRequired\":false,\"isList\":false,\"hasDefaultValue\":false,\"isUnique\":false,\"isId\":false,\"isUpdatedAt\":false,\"documentation\":\"When the run started; set by the first start unless the client has set it. Null before.\"},{\"type\":\"DateTime\",\"kind\":\"scalar\",\"name\":\"endTime\",\"isRequired\":false,\"isList\":false,\"hasDefaultValue\":false,\"isUnique\":false,\"isId\":false,\"isUpdatedAt\":false,\"documentation\":\"When the run ended; set on success and failure unless the client has set it, cleared when a failed run is put back in the queue. Never before `startTime`.\"},{\"type\":\"Int\",\"kind\":\"scalar\",\"name\":\"totalRecords\",\"isRequired\":false,\"isList\":false,\"hasDefaultValue\":false,\"isUnique\":false,\"isId\":false,\"isUpdatedAt\":false,\"documentation\":\"How many records the run is to carry; null while unknown.\"},{\"type\":\"Int\",\"kind\":\"scalar\",\"name\":\"recordsProcessed\",\"isRequired\":false,\"isList\":false,\"hasDefaultValue\":false,\"isUnique\":false,\"isId\":false,\"isUpdatedAt\":false,\"documentation\":\"How many records the run has carried so far, as the client last reported; null when it has not.\"},{\"type\":\"DateTime\",\"kind\":\"scalar\",\"name\":\"maxUpdatedAt\",\"isRequired\":false,\"isList\":false,\"hasDefaultValue\":false,\"isUnique\":false,\"isId\":false,\"isUpdatedAt\":false,\"documentation\":\"The newest modification time among the records exported by this run, where the next run may go on from; null until the client stores one.\"},{\"type\":\"DateTime\",\"kind\":\"scalar\",\"name\":\"lastHeartbeatAt\",\"isRequired\":false,\"isList\":false,\"hasDefaultValue\":false,\"isUnique\":false,\"isId\":false,\"isUpdatedAt\":false,\"documentation\":\"When the run last gave a sign of life: a heartbeat, or an update while it was running. Null before the first; moves are none.\"},{\"type\":\"Int\",\"kind\":\"scalar\",\"name\":\"retryOfId\",\"isRequired\":false,\"isList\":false,\"hasDefaultValue\":false,\"isUnique\":false,\"isId\":false,\"isUpdatedAt\":false,\"documentation\":\"The failed run that this one retries; null for a run that is no retry. Never changes.\"},{\"type\":\"Int\",\"kind\":\"scalar\",\"name\":\"retryNumber\",\"isRequired\":false,\"isList\":false,\"hasDefaultValue\":false,\"isUnique\":false,\"isId\":false,\"isUpdatedAt\":false,\"documentation\":\"Which of the retries of that run this one is, counted from 1, so that of two at the same time only one is made. Null for a run that is no retry.\"},{\"type\":\"Int\",\"kind\":\"scalar\",\"name\":\"attempt\",\"isRequired\":true,\"isList\":false,\"hasDefaultValue\":true,\"isUnique\":false,\"isId\":false,\"isUpdatedAt\":false,\"documentation\":\"1 for a run that is no retry, and one more than that of the run that it retries.\"},{\"type\":\"Int\",\"kind\":\"scalar\",\"name\":\"version\",\"isRequired\":true,\"isList\":false,\"hasDefaultValue\":true,\"isUnique\":false,\"isId\":false,\"isUpdatedAt\":false,\"documentation\":\"Starts at 1 and grows by one with each update or move that changed this run itself; its errors don't count.\"},{\"type\":\"DateTime\",\"kind\":\"scalar\",\"name\":\"createdAt\",\"isRequired\":true,\"isList\":false,\"hasDefaultValue\":true,\"isUnique\":false,\"isId\":false,\"isUpdatedAt\":false,\"documentation\":\"When the run was created, to the millisecond.\"},{\"type\":\"DateTime\",\"kind\":\"scalar\",\"name\":\"updatedAt\",\"isRequired\":true,\"isList\":false,\"hasDefaultValue\":true,\"isUnique\":false,\"isId\":false,\"isUpdatedAt\":true,\"documentation\":\"When the run itself last changed, to the millisecond.\"},{\"type\":\"Int\",\"kind\":\"scalar\",\"name\":\"createdById\",\"isRequired\":false,\"isList\":false,\"hasDefaultValue\":false,\"isUnique\":false,\"isId\":false,\"isUpdatedAt\":false,\"documentation\":\"The actor that created it; null for what nobody did.\"},{\"type\":\"Int\",\"kind\":\"scalar\",\"name\":\"updatedById\",\"isRequired\":false,\"isList\":false,\"hasDefaultValue\":false,\"isUnique\":false,\"isId\":false,\"isUpdatedAt\":false,\"documentation\":\"The actor of its last change; null for what nobody did.\"},{\"type\":\"Integration\",\"kind\":\"object\",\"name\":\"integration\",\"isRequired\":true,\"isList\":false,\"hasDefaultValue\":false,\"isUnique\":false,\"isId\":false,\"relationName\":\"IntegrationToIntegrationRun\",\"relationFromFields\":[\"integrationId\"],\"isUpdatedAt\":false},{\"type\":\"Actor\",\"kind\":\"object\",\"name\":\"createdBy\",\"isRequired\":false,\"isList\":false,\"hasDefaultValue\":false,\"isUnique\":false,\"isId\":false,\"relationName\":\"runCreatedBy\",\"relationFromFields\":[\"createdById\"],\"isUpdatedAt\":false},{\"type\":\"Actor\",\"kind\":\"object\",\"name\":\"updatedBy\",\"isRequired\":false,\"isList\":false,\"hasDefaultValue\":false,\"isUnique\":false,\"isId\":false,\"relationName\":\"runUpdatedBy\",\"relationFromFields\":[\"updatedById\"],\"isUpdatedAt\":false},{\"type\":\"IntegrationRun\",\"kind\":\"object\",\"name\":\"retryOf\",\"isRequired\":false,\"isList\":false,\"hasDefaultValue\":false,\"isUnique\":false,\"isId\":false,\"relationName\":\"retries\",\"relationFromFields\":[\"retryOfId\"],\"isUpdatedAt\":false},{\"type\":\"IntegrationRun\",\"kind\":\"object\",\"name\":\"retries\",\"isRequired\":true,\"isList\":true,\"hasDefaultValue\":false,\"isUnique\":false,\"isId\":false,\"relationName\":\"retries\",\"relationFromFields\":[],\"isUpdatedAt\":false},{\"type\":\"IntegrationError\",\"kind\":\"object\",\"name\":\"integrationErrors\",\"isRequired\":true,\"isList\":true,\"hasDefaultValue\":false,\"isUnique\":false,\"isId\":false,\"relationName\":\"IntegrationErrorToIntegrationRun\",\"relationFromFields\":[],\"isUpdatedAt\":false},{\"type\":\"IntegrationHistoryRecord\",\"kind\":\"object\",\"name\":\"historyRecords\",\"isRequired\":true,\"isList\":true,\"hasDefaultValue\":false,\"isUnique\":false,\"isId\":false,\"relationName\":\"IntegrationHistoryRecordToIntegrationRun\",\"relationFromFields\":[],\"isUpdatedAt\":false},{\"type\":\"IntegrationRunTransition\",\"kind\":\"object\",\"name\":\"transitions\",\"isRequired\":true,\"isList\":true,\"hasDefaultValue\":false,\"isUnique\":false,\"isId\":false,\"relationName\":\"IntegrationRunToIntegrationRunTransition\",\"relationFromFields\":[],\"isUpdatedAt\":false}],\"primaryKey\":null,\"uniqueIndexes\":[],\"documentation\":\"One execution of an integration: its status, its counts, its times and the errors that it met.\"},\"IntegrationRunTransition\":{\"fields\":[{\"type\":\"Int\",\"kind\":\"scalar\",\"name\":\"id\",\"isRequired\":true,\"isList\":false,\"hasDefaultValue\":true,\"isUnique\":false,\"isId\":true,\"isUpdatedAt\":false,\"documentation\":\"Grows with each entry; the history's order.\"},{\"type\":\"Int\",\"kind\":\"scalar\",\"name\":\"integrationRunId\",\"isRequired\":true,\"isList\":false,\"hasDefaultValue\":false,\"isUnique\":false,\"isId\":false,\"isUpdatedAt\":false,\"documentation\":\"The run that moved.\"},{\"type\":\"IntegrationRunStatus\",\"kind\":\"enum\",\"name\":\"from\",\"isRequired\":false,\"isList\":false,\"hasDefaultValue\":false,\"isUnique\":false,\"isId\":false,\"isUpdatedAt\":false,\"documentation\":\"The status before; null for the creation of the run.\"},{\"type\":\"IntegrationRunStatus\",\"kind\":\"enum\",\"name\":\"to\",\"isRequired\":true,\"isList\":false,\"hasDefaultValue\":false,\"isUnique\":false,\"isId\":false,\"isUpdatedAt\":false,\"documentation\":\"The status after.\"},{\"type\":\"DateTime\",\"kind\":\"scalar\",\"name\":\"at\",\"isRequired\":true,\"isList\":false,\"hasDefaultValue\":true,\"isUnique\":false,\"isId\":false,\"isUpdatedAt\":false,\"documentation\":\"When it happened, to the millisecond.\"},{\"type\":\"Int\",\"kind\":\"scalar\",\"name\":\"actorId\",\"isRequired\":false,\"isList\":false,\"hasDefaultValue\":false,\"isUnique\":false,\"isId\":false,\"isUpdatedAt\":false,\"documentation\":\"Who did it; null for what nobody did.\"},{\"type\":\"TransitionSource\",\"kind\":\"enum\",\"name\":\"source\",\"isRequired\":true,\"isList\":false,\"hasDefaultValue\":false,\"isUnique\":false,\"isId\":false,\"isUpdatedAt\":false,\"documentation\":\"The door through which it came.\"},{\"type\":\"String\",\"kind\":\"scalar\",\"name\":\"note\",\"isRequired\":false,\"isList\":false,\"hasDefaultValue\":false,\"isUnique\":false,\"isId\":false,\"isUpdatedAt\":false,\"documentation\":\"What the caller wrote about the move; null when nothing.\"},{\"type\":\"IntegrationRun\",\"kind\":\"object\",\"name\":\"integrationRun\",\"isRequired\":true,\"isList\":false,\"hasDefaultValue\":false,\"isUnique\":false,\"isId\":false,\"relationName\":\"IntegrationRunToIntegrationRunTransition\",\"relationFromFields\":[\"integrationRunId\"],\"isUpdatedAt\":false},{\"type\":\"Actor\",\"kind\":\"object\",\"name\":\"actor\",\"isRequired\":false,\"isList\":false,\"hasDefaultValue\":false,\"isUnique\":false,\"isId\":false,\"relationName\":\"ActorToIntegrationRunTransition\",\"relationFromFields\":[\"actorId\"],\"isUpdatedAt\":false}],\"primaryKey\":null,\"uniqueIndexes\":[],\"documentation\":\"One change of a run's status. The history only grows: no entry is ever changed or removed.\"},\"IntegrationError\":{\"fields\":[{\"type\":\"Int\",\"kind\":\"scalar\",\"name\":\"id\",\"isRequired\":true,\"isList\":false,\"hasDefaultValue\":true,\"isUnique\":false,\"isId\":true,\"isUpdatedAt\":false,\"documentation\":\"The integer that the REST door calls `id`.\"},{\"type\":\"Int\",\"kind\":\"scalar\",\"name\":\"integrationRunId\",\"isRequired\":true,\"isList\":false,\"hasDefaultValue\":false,\"isUnique\":false,\"isId\":false,\"isUpdatedAt\":false,\"documentation\":\"The run that met the error; never changes.\"},{\"type\":\"Int\",\"kind\":\"scalar\",\"name\":\"integrationId\",\"isRequired\":true,\"isList\":false,\"hasDefaultValue\":false,\"isUnique\":false,\"isId\":false,\"isUpdatedAt\":false,\"documentation\":\"The integration of that run, kept here so that its errors can be listed; never changes.\"},{\"type\":\"DocumentType\",\"kind\":\"enum\",\"name\":\"documentType\",\"isRequired\":false,\"isList\":false,\"hasDefaultValue\":false,\"isUnique\":false,\"isId\":false,\"isUpdatedAt\":false,\"documentation\":\"What kind of document the error is about; null when it is about none.\"},{\"type\":\"Int\",\"kind\":\"scalar\",\"name\":\"documentId\",\"isRequired\":false,\"isList\":false,\"hasDefaultValue\":false,\"isUnique\":false,\"isId\":false,\"isUpdatedAt\":false,\"documentation\":\"The platform's number of the document; null when it has none.\"},{\"type\":\"Int\",\"kind\":\"scalar\",\"name\":\"documentRevision\",\"isRequired\":false,\"isList\":false,\"hasDefaultValue\":false,\"isUnique\":false,\"isId\":false,\"isUpdatedAt\":false,\"documentation\":\"Which revision of the document; null when it has none.\"},{\"type\":\"String\",\"kind\":\"scalar\",\"name\":\"documentStatus\",\"isRequired\":false,\"isList\":false,\"hasDefaultValue\":false,\"isUnique\":false,\"isId\":false,\"isUpdatedAt\":false,\"documentation\":\"The document's status when the error was met, in the platform's words.\"},{\"type\":\"String\",\"kind\":\"scalar\",\"name\":\"contactAlertType\",\"isRequired\":true,\"isList\":false,\"hasDefaultValue\":true,\"isUnique\":false,\"isId\":false,\"isUpdatedAt\":false,\"documentation\":\"Which group of contacts is alerted; `Technical` unless the client says otherwise, such as `Functional`. An error that is recorded with it raises an alert, a line in the gateway's log.\"},{\"type\":\"String\",\"kind\":\"scalar\",\"name\":\"status\",\"isRequired\":false,\"isList\":false,\"hasDefaultValue\":false,\"isUnique\":false,\"isId\":false,\"isUpdatedAt\":false,\"documentation\":\"Free text of the client about where the error stands.\"},{\"type\":\"String\",\"kind\":\"scalar\",\"name\":\"externalId\",\"isRequired\":false,\"isList\":false,\"hasDefaultValue\":false,\"isUnique\":false,\"isId\":false,\"isUpdatedAt\":false,\"documentation\":\"The document's identifier in the end system.\"},{\"type\":\"String\",\"kind\":\"scalar\",\"name\":\"creationMethod\",\"isRequired\":false,\"isList\":false,\"hasDefaultValue\":false,\"isUnique\":false,\"isId\":false,\"isUpdatedAt\":false,\"documentation\":\"How the document came to be, in the client's words.\"},{\"type\":\"String\",\"kind\":\"scalar\",\"name\":\"integrationFilename\",\"isRequired\":false,\"isList\":false,\"hasDefaultValue\":false,\"isUnique\":false,\"isId\":false,\"isUpdatedAt\":false,\"documentation\":\"The file that held the document, for integrations that exchange files.\"},{\"type\":\"Boolean\",\"kind\":\"scalar\",\"name\":\"isResolved\",\"isRequired\":true,\"isList\":false,\"hasDefaultValue\":true,\"isUnique\":false,\"isId\":false,\"isUpdatedAt\":false,\"documentation\":\"Whether somebody has declared the error dealt with.\"},{\"type\":\"String\",\"kind\":\"scalar\",\"name\":\"fingerprint\",\"isRequired\":true,\"isList\":false,\"hasDefaultValue\":true,\"isUnique\":false,\"isId\":false,\"isUpdatedAt\":false,\"documentation\":\"What its group is told by: errors with the same one have the same cause. Of 32 hexadecimal digits; it follows from the first response's code and message, or without a response from the document's type and status and the error's status.\"},{\"type\":\"Int\",\"kind\":\"scalar\",\"name\":\"version\",\"isRequired\":true,\"isList\":false,\"hasDefaultValue\":true,\"isUnique\":false,\"isId\":false,\"isUpdatedAt\":false,\"documentation\":\"Starts at 1 and grows by one with each change of the error or its responses.\"},{\"type\":\"DateTime\",\"kind\":\"scalar\",\"name\":\"createdAt\",\"isRequired\":true,\"isList\":false,\"hasDefaultValue\":true,\"isUnique\":false,\"isId\":false,\"isUpdatedAt\":false,\"documentation\":\"When the error was recorded, to the millisecond.\"},{\"type\":\"DateTime\",\"kind\":\"scalar\",\"name\":\"updatedAt\",\"isRequired\":true,\"isList\":false,\"hasDefaultValue\":true,\"isUnique\":false,\"isId\":false,\"isUpdatedAt\":true,\"documentation\":\"When the error last changed, to the millisecond.\"},{\"type\":\"Int\",\"kind\":\"scalar\",\"name\":\"createdById\",\"isRequired\":false,\"isList\":false,\"hasDefaultValue\":false,\"isUnique\":false,\"isId\":false,\"isUpdatedAt\":false,\"documentation\":\"The actor that recorded it; null for what nobody did.\"},{\"type\":\"Int\",\"kind\":\"scalar\",\"name\":\"updatedById\",\"isRequired\":false,\"isList\":false,\"hasDefaultValue\":false,\"isUnique\":false,\"isId\":false,\"isUpdatedAt\":false,\"documentation\":\"The actor of its last change; null for what nobody did.\"},{\"type\":\"IntegrationRun\",\"kind\":\"object\",\"name\":\"integrationRun\",\"isRequired\":true,\"isList\":false,\"hasDefaultValue\":false,\"isUnique\":false,\"isId\":false,\"relationName\":\"IntegrationErrorToIntegrationRun\",\"relationFromFields\":[\"integrationRunId\"],\"isUpdatedAt\":false},{\"type\":\"Integration\",\"kind\":\"object\",\"name\":\"integration\",\"isRequired\":true,\"isList\":false,\"hasDefaultValue\":false,\"isUnique\":false,\"isId\":false,\"relationName\":\"IntegrationToIntegrationError\",\"relationFromFields\":[\"integrationId\"],\"isUpdatedAt\":false},{\"type\":\"Actor\",\"kind\":\"object\",\"name\":\"createdBy\",\"isRequired\":false,\"isList\":false,\"hasDefaultValue\":false,\"isUnique\":false,\"isId\":false,\"relationName\":\"errorCreatedBy\",\"relationFromFields\":[\"createdById\"],\"isUpdatedAt\":false},{\"type\":\"Actor\",\"kind\":\"object\",\"name\":\"updatedBy\",\"isRequired\":false,\"isList\":false,\"hasDefaultValue\":false,\"isUnique\":false,\"isId\":false,\"relationName\":\"errorUpdatedBy\",\"relationFromFields\":[\"updatedById\"],\"isUpdatedAt\":false},{\"type\":\"IntegrationErrorResponse\",\"kind\":\"object\",\"name\":\"responses\",\"isRequired\":true,\"isList\":true,\"hasDefaultValue\":false,\"isUnique\":false,\"isId\":false,\"relationName\":\"IntegrationErrorToIntegrationErrorResponse\",\"relationFromFields\":[],\"isUpdatedAt\":false}],\"primaryKey\":null,\"uniqueIndexes\":[],\"documentation\":\"Something that went wrong with one document during a run, until somebody resolves it.\"},\"ErrorGroupCount\":{\"fields\":[{\"type\":\"String\",\"kind\":\"scalar\",\"name\":\"fingerprint\",\"isRequired\":true,\"isList\":false,\"hasDefaultValue\":false,\"isUnique\":false,\"isId\":true,\"isUpdatedAt\":false,\"documentation\":\"Which group.\"},{\"type\":\"Int\",\"kind\":\"scalar\",\"name\":\"errors\",\"isRequired\":true,\"isList\":false,\"hasDefaultValue\":false,\"isUnique\":false,\"isId\":false,\"isUpdatedAt\":false,\"documentation\":\"How many errors.\"},{\"type\":\"Int\",\"kind\":\"scalar\",\"name\":\"openErrors\",\"isRequired\":true,\"isList\":false,\"hasDefaultValue\":false,\"isUnique\":false,\"isId\":false,\"isUpdatedAt\":false,\"documentation\":\"How many of them are not resolved.\"},{\"type\":\"Int\",\"kind\":\"scalar\",\"name\":\"runs\",\"isRequired\":true,\"isList\":false,\"hasDefaultValue\":false,\"isUnique\":false,\"isId\":false,\"isUpdatedAt\":false,\"documentation\":\"How many runs met them.\"},{\"type\":\"Int\",\"kind\":\"scalar\",\"name\":\"openRuns\",\"isRequired\":true,\"isList\":false,\"hasDefaultValue\":false,\"isUnique\":false,\"isId\":false,\"isUpdatedAt\":false,\"documentation\":\"How many runs have one that is not resolved.\"}],\"primaryKey\":null,\"uniqueIndexes\":[],\"documentation\":\"How many errors and runs a group of errors has, but for what is noted in `error_group_changes`.\"},\"ErrorGroupIntegration\":{\"fields\":[{\"type\":\"String\",\"kind\":\"scalar\",\"name\":\"fingerprint\",\"isRequired\":true,\"isList\":false,\"hasDefaultValue\":false,\"isUnique\":false,\"isId\":false,\"isUpdatedAt\":false,\"documentation\":\"Which group.\"},{\"type\":\"Int\",\"kind\":\"scalar\",\"name\":\"integrationId\",\"isRequired\":true,\"isList\":false,\"hasDefaultValue\":false,\"isUnique\":false,\"isId\":false,\"isUpdatedAt\":false,\"documentation\":\"The integration of the errors.\"},{\"type\":\"Int\",\"kind\":\"scalar\",\"name\":\"errors\",\"isRequired\":true,\"isList\":false,\"hasDefaultValue\":false,\"isUnique\":false,\"isId\":false,\"isUpdatedAt\":false,\"documentation\":\"How many errors.\"},{\"type\":\"Int\",\"kind\":\"scalar\",\"name\":\"openErrors\",\"isRequired\":true,\"isList\":false,\"hasDefaultValue\":false,\"isUnique\":false,\"isId\":false,\"isUpdatedAt\":false,\"documentation\":\"How many of them are not resolved.\"}],\"primaryKey\":{\"name\":null,\"fields\":[\"fingerprint\",\"integrationId\"]},\"uniqueIndexes\":[],\"documentation\":\"The same of the errors of one integration.\"},\"ErrorGroupChange\":{\"fields\":[{\"type\":\"BigInt\",\"kind\":\"scalar\",\"name\":\"id\",\"isRequired\":true,\"isList\":false,\"hasDefaultValue\":true,\"isUnique\":false,\"isId\":true,\"isUpdatedAt\":false,\"documentation\":\"Tells rows apart, and nothing else.\"},{\"type\":\"String\",\"kind\":\"scalar\",\"name\":\"fingerprint\",\"isRequired\":true,\"isList\":false,\"hasDefaultValue\":false,\"isUnique\":false,\"isId\":false,\"isUpdatedAt\":false,\"documentation\":\"The group that has more or fewer.\"},{\"type\":\"Int\",\"kind\":\"scalar\",\"name\":\"integrationId\",\"isRequired\":true,\"isList\":false,\"hasDefaultValue\":false,\"isUnique\":false,\"isId\":false,\"isUpdatedAt\":false,\"documentation\":\"The integration of the errors.\"},{\"type\":\"Int\",\"kind\":\"scalar\",\"name\":\"integrationRunId\",\"isRequired\":true,\"isList\":false,\"hasDefaultValue\":false,\"isUnique\":false,\"isId\":false,\"isUpdatedAt\":false,\"documentation\":\"Their run.\"},{\"type\":\"Int\",\"kind\":\"scalar\",\"name\":\"errors\",\"isRequired\":true,\"isList\":false,\"hasDefaultValue\":false,\"isUnique\":false,\"isId\":false,\"isUpdatedAt\":false,\"documentation\":\"How many errors more; below 0 for fewer.\"},{\"type\":\"Int\",\"kind\":\"scalar\",\"name\":\"openErrors\",\"isRequired\":true,\"isList\":false,\"hasDefaultValue\":false,\"isUnique\":false,\"isId\":false,\"isUpdatedAt\":false,\"documentation\":\"How many more are not resolved.\"}],\"primaryKey\":null,\"uniqueIndexes\":[],\"documentation\":\"What a statement has changed of the counts of groups, written by triggers, until background work adds it to them.\"},\"IntegrationErrorResponse\":{\"fields\":[{\"type\":\"Int\",\"kind\":\"scalar\",\"name\":\"id\",\"isRequired\":true,\"isList\":false,\"hasDefaultValue\":true,\"isUnique\":false,\"isId\":true,\"isUpdatedAt\":false,\"documentation\":\"Grows with each response; the list's order.\"},{\"type\":\"Int\",\"kind\":\"scalar\",\"name\":\"integrationErrorId\",\"isRequired\":true,\"isList\":false,\"hasDefaultValue\":false,\"isUnique\":false,\"isId\":false,\"isUpdatedAt\":false,\"documentation\":\"The error that it belongs to.\"},{\"type\":\"String\",\"kind\":\"scalar\",\"name\":\"code\",\"isRequired\":false,\"isList\":false,\"hasDefaultValue\":false,\"isUnique\":false,\"isId\":false,\"isUpdatedAt\":false,\"documentation\":\"The end system's code, such as `422` or `SAP-F5-201`; null when it gave none.\"},{\"type\":\"String\",\"kind\":\"scalar\",\"name\":\"message\",\"isRequired\":false,\"isList\":false,\"hasDefaultValue\":false,\"isUnique\":false,\"isId\":false,\"isUpdatedAt\":false,\"documentation\":\"The end system's message; null when it gave none.\"},{\"type\":\"IntegrationError\",\"kind\":\"object\",\"name\":\"integrationError\",\"isRequired\":true,\"isList\":false,\"hasDefaultValue\":false,\"isUnique\":false,\"isId\":false,\"relationName\":\"IntegrationErrorToIntegrationErrorResponse\",\"relationFromFields\":[\"integrationErrorId\"],\"isUpdatedAt\":false}],\"primaryKey\":null,\"uniqueIndexes\":[],\"documentation\":\"What the end system answered about the document, in the order in which it was reported.\"},\"IntegrationHistoryRecord\":{\"fields\":[{\"type\":\"Int\",\"kind\":\"scalar\",\"name\":\"id\",\"isRequired\":true,\"isList\":false,\"hasDefaultValue\":true,\"isUnique\":false,\"isId\":true,\"isUpdatedAt\":false,\"documentation\":\"The integer that the REST door calls `id`.\"},{\"type\":\"Int\",\"kind\":\"scalar\",\"name\":\"integrationRunId\",\"isRequired\":false,\"isList\":false,\"hasDefaultValue\":false,\"isUnique\":false,\"isId\":false,\"isUpdatedAt\":false,\"documentation\":\"The run during which it happened; null when it was outside of any. Never changes.\"},{\"type\":\"Int\",\"kind\":\"scalar\",\"name\":\"integrationId\",\"isRequired\":true,\"isList\":false,\"hasDefaultValue\":false,\"isUnique\":false,\"isId\":false,\"isUpdatedAt\":false,\"documentation\":\"The integration that it belongs to, which is that of the run where there is one; never changes.\"},{\"type\":\"DocumentType\",\"kind\":\"enum\",\"name\":\"documentType\",\"isRequired\":false,\"isList\":false,\"hasDefaultValue\":false,\"isUnique\":false,\"isId\":false,\"isUpdatedAt\":false,\"documentation\":\"What kind of document the record is about; null when it is about none.\"},{\"type\":\"Int\",\"kind\":\"scalar\",\"name\":\"documentId\",\"isRequired\":false,\"isList\":false,\"hasDefaultValue\":false,\"isUnique\":false,\"isId\":false,\"isUpdatedAt\":false,\"documentation\":\"The platform's number of the document; null when it has none.\"},{\"type\":\"Int\",\"kind\":\"scalar\",\"name\":\"documentRevision\",\"isRequired\":false,\"isList\":false,\"hasDefaultValue\":false,\"isUnique\":false,\"isId\":false,\"isUpdatedAt\":false,\"documentation\":\"Which revision of the document; null when it has none.\"},{\"type\":\"String\",\"kind\":\"scalar\",\"name\":\"documentStatus\",\"isRequired\":false,\"isList\":false,\"hasDefaultValue\":false,\"isUnique\":false,\"isId\":false,\"isUpdatedAt\":false,\"documentation\":\"The document's status when it happened, in the platform's words.\"},{\"type\":\"String\",\"kind\":\"scalar\",\"name\":\"contactAlertType\",\"isRequired\":true,\"isList\":false,\"hasDefaultValue\":true,\"isUnique\":false,\"isId\":false,\"isUpdatedAt\":false,\"documentation\":\"Which group of contacts is alerted; `Technical` unless the client says otherwise, such as `Functional`. A record that is made with it raises an alert, a line in the gateway's log.\"},{\"type\":\"String\",\"kind\":\"scalar\",\"name\":\"status\",\"isRequired\":false,\"isList\":false,\"hasDefaultValue\":false,\"isUnique\":false,\"isId\":false,\"isUpdatedAt\":false,\"documentation\":\"Free text of the client about where the record stands.\"},{\"type\":\"String\",\"kind\":\"scalar\",\"name\":\"externalId\",\"isRequired\":false,\"isList\":false,\"hasDefaultValue\":false,\"isUnique\":false,\"isId\":false,\"isUpdatedAt\":false,\"documentation\":\"The document's identifier in the end system.\"},{\"type\":\"String\",\"kind\":\"scalar\",\"name\":\"creationMethod\",\"isRequired\":false,\"isList\":false,\"hasDefaultValue\":false,\"isUnique\":false,\"isId\":false,\"isUpdatedAt\":false,\"documentation\":\"How the document came to be, in the client's words.\"},{\"type\":\"String\",\"kind\":\"scalar\",\"name\":\"integrationFilename\",\"isRequired\":false,\"isList\":false,\"hasDefaultValue\":false,\"isUnique\":false,\"isId\":false,\"isUpdatedAt\":false,\"documentation\":\"The file that held the document, for integrations that exchange files.\"},{\"type\":\"Boolean\",\"kind\":\"scalar\",\"name\":\"isResolved\",\"isRequired\":true,\"isList\":false,\"hasDefaultValue\":true,\"isUnique\":false,\"isId\":false,\"isUpdatedAt\":false,\"documentation\":\"Whether somebody has declared the record dealt with.\"},{\"type\":\"Int\",\"kind\":\"scalar\",\"name\":\"version\",\"isRequired\":true,\"isList\":false,\"hasDefaultValue\":true,\"isUnique\":false,\"isId\":false,\"isUpdatedAt\":false,\"documentation\":\"Starts at 1 and grows by one with each change of the record or its responses.\"},{\"type\":\"DateTime\",\"kind\":\"scalar\",\"name\":\"createdAt\",\"isRequired\":true,\"isList\":false,\"hasDefaultValue\":true,\"isUnique\":false,\"isId\":false,\"isUpdatedAt\":false,\"documentation\":\"When the record was made, to the millisecond.\"},{\"type\":\"DateTime\",\"kind\":\"scalar\",\"name\":\"updatedAt\",\"isRequired\":true,\"isList\":false,\"hasDefaultValue\":true,\"isUnique\":false,\"isId\":false,\"isUpdatedAt\":true,\"documentation\":\"When the record last changed, to the millisecond.\"},{\"type\":\"Int\",\"kind\":\"scalar\",\"name\":\"createdById\",\"isRequired\":false,\"isList\":false,\"hasDefaultValue\":false,\"isUnique\":false,\"isId\":false,\"isUpdatedAt\":false,\"documentation\":\"The actor that made it; null for what nobody did.\"},{\"type\":\"Int\",\"kind\":\"scalar\",\"name\":\"updatedById\",\"isRequired\":false,\"isList\":false,\"hasDefaultValue\":false,\"isUnique\":false,\"isId\":false,\"isUpdatedAt\":false,\"documentation\":\"The actor of its last change; null for what nobody did.\"},{\"type\":\"IntegrationRun\",\"kind\":\"object\",\"name\":\"integrationRun\",\"isRequired\":false,\"isList\":false,\"hasDefaultValue\":false,\"isUnique\":false,\"isId\":false,\"relationName\":\"IntegrationHistoryRecordToIntegrationRun\",\"relationFromFields\":[\"integrationRunId\"],\"isUpdatedAt\":false},{\"type\":\"Integration\",\"kind\":\"object\",\"name\":\"integration\",\"isRequired\":true,\"isList\":false,\"hasDefaultValue\":false,\"isUnique\":false,\"isId\":false,\"relationName\":\"IntegrationToIntegrationHistoryRecord\",\"relationFromFields\":[\"integrationId\"],\"isUpdatedAt\":false},{\"type\":\"Actor\",\"kind\":\"object\",\"name\":\"createdBy\",\"isRequired\":false,\"isList\":false,\"hasDefaultValue\":false,\"isUnique\":false,\"isId\":false,\"relationName\":\"historyRecordCreatedBy\",\"relationFromFields\":[\"createdById\"],\"isUpdatedAt\":false},{\"type\":\"Actor\",\"kind\":\"object\",\"name\":\"updatedBy\",\"isRequired\":false,\"isList\":false,\"hasDefaultValue\":false,\"isUnique\":false,\"isId\":false,\"relationName\":\"historyRecordUpdatedBy\",\"relationFromFields\":[\"updatedById\"],\"isUpdatedAt\":false},{\"type\":\"IntegrationHistoryRecordResponse\",\"kind\":\"object\",\"name\":\"responses\",\"isRequired\":true,\"isList\":true,\"hasDefaultValue\":false,\"isUnique\":false,\"isId\":false,\"relationName\":\"IntegrationHistoryRecordToIntegrationHistoryRecordResponse\",\"relationFromFields\":[],\"isUpdatedAt\":false}],\"primaryKey\":null,\"uniqueIndexes\":[],\"documentation\":\"What went well or badly with one document, during a run or outside of one, until somebody resolves it. Kept apart from the errors of runs.\"},\"IntegrationHistoryRecordResponse\":{\"fields\":[{\"type\":\"Int\",\"kind\":\"scalar\",\"name\":\"id\",\"isRequired\":true,\"isList\":false,\"hasDefaultValue\":true,\"isUnique\":false,\"isId\":true,\"isUpdatedAt\":false,\"documentation\":\"Grows with each response; the list's order.\"},{\"type\":\"Int\",\"kind\":\"scalar\",\"name\":\"integrationHistoryRecordId\",\"isRequired\":true,\"isList\":false,\"hasDefaultValue\":false,\"isUnique\":false,\"isId\":false,\"isUpdatedAt\":false,\"documentation\":\"The record that it belongs to.\"},{\"type\":\"String\",\"kind\":\"scalar\",\"name\":\"code\",\"isRequired\":false,\"isList\":false,\"hasDefaultValue\":false,\"isUnique\":false,\"isId\":false,\"isUpdatedAt\":false,\"documentation\":\"The end system's code, such as `422` or `SAP-F5-201`; null when it gave none.\"},{\"type\":\"String\",\"kind\":\"scalar\",\"name\":\"message\",\"isRequired\":false,\"isList\":false,\"hasDefaultValue\":false,\"isUnique\":false,\"isId\":false,\"isUpdatedAt\":false,\"documentation\":\"The end system's message; null when it gave none.\"},{\"type\":\"IntegrationHistoryRecord\",\"kind\":\"object\",\"name\":\"integrationHistoryRecord\",\"isRequired\":true,\"isList\":false,\"hasDefaultValue\":false,\"isUnique\":false,\"isId\":false,\"relationName\":\"IntegrationHistoryRecordToIntegrationHistoryRecordResponse\",\"relationFromFields\":[\"integrationHistoryRecordId\"],\"isUpdatedAt\":false}],\"primaryKey\":null,\"uniqueIndexes\":[],\"documentation\":\"What the end system answered about the document, in the order in which it was reported.\"},\"Contract\":{\"fields\":[{\"type\":\"Int\",\"kind\":\"scalar\",\"name\":\"id\",\"isRequired\":true,\"isList\":false,\"hasDefaultValue\":true,\"isUnique\":false,\"isId\":true,\"isUpdatedAt\":false,\"documentation\":\"The integer that the REST door calls `id`, and errors call `documentId`.\"},{\"type\":\"String\",\"kind\":\"scalar\",\"name\":\"number\",\"isRequired\":true,\"isList\":false,\"hasDefaultValue\":false,\"isUnique\":true,\"isId\":false,\"isUpdatedAt\":false,\"documentation\":\"The contract's own number; unique, at most 50 characters.\"},{\"type\":\"String\",\"kind\":\"scalar\",\"name\":\"name\",\"isRequired\":true,\"isList\":false,\"hasDefaultValue\":false,\"isUnique\":false,\"isId\":false,\"isUpdatedAt\":false,\"documentation\":\"Name for people, at most 100 characters.\"},{\"type\":\"Int\",\"kind\":\"scalar\",\"name\":\"version\",\"isRequired\":false,\"isList\":false,\"hasDefaultValue\":false,\"isUnique\":false,\"isId\":false,\"isUpdatedAt\":false,\"documentation\":\"Which version of the contract this is; null when it is not versioned.\"},{\"type\":\"String\",\"kind\":\"scalar\",\"name\":\"status\",\"isRequired\":true,\"isList\":false,\"hasDefaultValue\":false,\"isUnique\":false,\"isId\":false,\"isUpdatedAt\":false,\"documentation\":\"Where the contract stands, in the platform's words, such as `published`.\"},{\"type\":\"ContractType\",\"kind\":\"enum\",\"name\":\"type\",\"isRequired\":false,\"isList\":false,\"hasDefaultValue\":false,\"isUnique\":false,\"isId\":false,\"isUpdatedAt\":false,\"documentation\":\"Whether it stands on its own; null when nobody has said.\"},{\"type\":\"DateTime\",\"kind\":\"scalar\",\"name\":\"startDate\",\"isRequired\":false,\"isList\":false,\"hasDefaultValue\":false,\"isUnique\":false,\"isId\":false,\"isUpdatedAt\":false,\"documentation\":\"When the contract takes effect; null when it has no start.\"},{\"type\":\"DateTime\",\"kind\":\"scalar\",\"name\":\"endDate\",\"isRequired\":false,\"isList\":false,\"hasDefaultValue\":false,\"isUnique\":false,\"isId\":false,\"isUpdatedAt\":false,\"documentation\":\"When the contract ends; null when it has no end. Never before `startDate`.\"},{\"type\":\"Int\",\"kind\":\"scalar\",\"name\":\"supplierId\",\"isRequired\":false,\"isList\":false,\"hasDefaultValue\":false,\"isUnique\":false,\"isId\":false,\"isUpdatedAt\":false,\"documentation\":\"The platform's number of the supplier, shown by the REST door as its `id`; null when it is not known here.\"},{\"type\":\"String\",\"kind\":\"scalar\",\"name\":\"supplierNumber\",\"isRequired\":false,\"isList\":false,\"hasDefaultValue\":false,\"isUnique\":false,\"isId\":false,\"isUpdatedAt\":false,\"documentation\":\"The supplier's own number, as companies give one to each; null when it is not known here.\"},{\"type\":\"String\",\"kind\":\"scalar\",\"name\":\"supplierName\",\"isRequired\":false,\"isList\":false,\"hasDefaultValue\":false,\"isUnique\":false,\"isId\":false,\"isUpdatedAt\":false,\"documentation\":\"The supplier's name; null when it is not known here.\"},{\"type\":\"Decimal\",\"kind\":\"scalar\",\"name\":\"minimumValue\",\"isRequired\":false,\"isList\":false,\"hasDefaultValue\":false,\"isUnique\":false,\"isId\":false,\"isUpdatedAt\":false,\"documentation\":\"The least that is to be bought under it, in `currencyCode`; null without a floor.\"},{\"type\":\"Decimal\",\"kind\":\"scalar\",\"name\":\"maximumValue\",\"isRequired\":false,\"isList\":false,\"hasDefaultValue\":false,\"isUnique\":false,\"isId\":false,\"isUpdatedAt\":false,\"documentation\":\"The most that may be bought under it, in `currencyCode`; null without a ceiling.\"},{\"type\":\"String\",\"kind\":\"scalar\",\"name\":\"currencyCode\",\"isRequired\":false,\"isList\":false,\"hasDefaultValue\":false,\"isUnique\":false,\"isId\":false,\"isUpdatedAt\":false,\"documentation\":\"ISO 4217 code of the currency of both values; null when nobody has said.\"},{\"type\":\"Int\",\"kind\":\"scalar\",\"name\":\"recordVersion\",\"isRequired\":true,\"isList\":false,\"hasDefaultValue\":true,\"isUnique\":false,\"isId\":false,\"isUpdatedAt\":false,\"documentation\":\"Starts at 1 and grows by one with each change of what the gateway keeps of the contract; `version` is the contract's own.\"},{\"type\":\"DateTime\",\"kind\":\"scalar\",\"name\":\"createdAt\",\"isRequired\":true,\"isList\":false,\"hasDefaultValue\":true,\"isUnique\":false,\"isId\":false,\"isUpdatedAt\":false,\"documentation\":\"When the contract became known to the gateway, to the millisecond.\"},{\"type\":\"DateTime\",\"kind\":\"scalar\",\"name\":\"updatedAt\",\"isRequired\":true,\"isList\":false,\"hasDefaultValue\":true,\"isUnique\":false,\"isId\":false,\"isUpdatedAt\":true,\"documentation\":\"When a field of the contract last changed, to the millisecond.\"},{\"type\":\"Int\",\"kind\":\"scalar\",\"name\":\"createdById\",\"isRequired\":false,\"isList\":false,\"hasDefaultValue\":false,\"isUnique\":false,\"isId\":false,\"isUpdatedAt\":false,\"documentation\":\"The actor that created it; null for the sample world.\"},{\"type\":\"Int\",\"kind\":\"scalar\",\"name\":\"updatedById\",\"isRequired\":false,\"isList\":false,\"hasDefaultValue\":false,\"isUnique\":false,\"isId\":false,\"isUpdatedAt\":false,\"documentation\":\"The actor of its last change; null when nobody has changed it.\"},{\"type\":\"Actor\",\"kind\":\"object\",\"name\":\"createdBy\",\"isRequired\":false,\"isList\":false,\"hasDefaultValue\":false,\"isUnique\":false,\"isId\":false,\"relationName\":\"contractCreatedBy\",\"relationFromFields\":[\"createdById\"],\"isUpdatedAt\":false},{\"type\":\"Actor\",\"kind\":\"object\",\"name\":\"updatedBy\",\"isRequired\":false,\"isList\":false,\"hasDefaultValue\":false,\"isUnique\":false,\"isId\":false,\"relationName\":\"contractUpdatedBy\",\"relationFromFields\":[\"updatedById\"],\"isUpdatedAt\":false}],\"primaryKey\":null,\"uniqueIndexes\":[{\"name\":null,\"fields\":[\"number\"]}],\"documentation\":\"An agreement with a supplier, as far as the gateway keeps it. Errors refer to it as their document.\"},\"RateLimit\":{\"fields\":[{\"type\":\"String\",\"kind\":\"scalar\",\"name\":\"key\",\"isRequired\":true,\"isList\":false,\"hasDefaultValue\":false,\"isUnique\":false,\"isId\":true,\"isUpdatedAt\":false,\"documentation\":\"The limit and whom it is counted for, such as `rest:actor:7`.\"},{\"type\":\"Int\",\"kind\":\"scalar\",\"name\":\"points\",\"isRequired\":true,\"isList\":false,\"hasDefaultValue\":true,\"isUnique\":false,\"isId\":false,\"isUpdatedAt\":false,\"documentation\":\"The points used since the count began.\"},{\"type\":\"BigInt\",\"kind\":\"scalar\",\"name\":\"expire\",\"isRequired\":false,\"isList\":false,\"hasDefaultValue\":false,\"isUnique\":false,\"isId\":false,\"isUpdatedAt\":false,\"documentation\":\"When the count begins anew, in milliseconds since 1970; null for never.\"}],\"primaryKey\":null,\"uniqueIndexes\":[],\"documentation\":\"How much of a rate limit has been used. The columns are those that rate-limiter-flexible reads and writes; nothing else does.\"},\"Lease\":{\"fields\":[{\"type\":\"String\",\"kind\":\"scalar\",\"name\":\"name\",\"isRequired\":true,\"isList\":false,\"hasDefaultValue\":false,\"isUnique\":false,\"isId\":true,\"isUpdatedAt\":false,\"documentation\":\"The work, such as `purge rate limits`.\"},{\"type\":\"String\",\"kind\":\"scalar\",\"name\":\"owner\",\"isRequired\":true,\"isList\":false,\"hasDefaultValue\":false,\"isUnique\":false,\"isId\":false,\"isUpdatedAt\":false,\"documentation\":\"Made anew each time that the lease is taken.\"},{\"type\":\"DateTime\",\"kind\":\"scalar\",\"name\":\"heldUntil\",\"isRequired\":true,\"isList\":false,\"hasDefaultValue\":false,\"isUnique\":false,\"isId\":false,\"isUpdatedAt\":false,\"documentation\":\"From when another replica may take the lease, whether or not its owner has given it back.\"},{\"type\":\"DateTime\",\"kind\":\"scalar\",\"name\":\"dueAt\",\"isRequired\":true,\"isList\":false,\"hasDefaultValue\":true,\"isUnique\":false,\"isId\":false,\"isUpdatedAt\":false,\"documentation\":\"From when there is something to do again.\"}],\"primaryKey\":null,\"uniqueIndexes\":[],\"documentation\":\"Which of all replicas does a piece of background work, and from when it may be done again. The clock is the database's.\"},\"Event\":{\"fields\":[{\"type\":\"BigInt\",\"kind\":\"scalar\",\"name\":\"id\",\"isRequired\":true,\"isList\":false,\"hasDefaultValue\":true,\"isUnique\":false,\"isId\":true,\"isUpdatedAt\":false,\"documentation\":\"Of one record it grows with its versions; it tells nothing else, as a lower one may be committed later.\"},{\"type\":\"ChangeType\",\"kind\":\"enum\",\"name\":\"type\",\"isRequired\":true,\"isList\":false,\"hasDefaultValue\":false,\"isUnique\":false,\"isId\":false,\"isUpdatedAt\":false,\"documentation\":\"What kind of change it was.\"},{\"type\":\"DateTime\",\"kind\":\"scalar\",\"name\":\"at\",\"isRequired\":true,\"isList\":false,\"hasDefaultValue\":false,\"isUnique\":false,\"isId\":false,\"isUpdatedAt\":false,\"documentation\":\"When it happened, to the millisecond.\"},{\"type\":\"Int\",\"kind\":\"scalar\",\"name\":\"actorId\",\"isRequired\":false,\"isList\":false,\"hasDefaultValue\":false,\"isUnique\":false,\"isId\":false,\"isUpdatedAt\":false,\"documentation\":\"Who did it; null for what nobody did.\"},{\"type\":\"TransitionSource\",\"kind\":\"enum\",\"name\":\"source\",\"isRequired\":true,\"isList\":false,\"hasDefaultValue\":false,\"isUnique\":false,\"isId\":false,\"isUpdatedAt\":false,\"documentation\":\"The door through which it came.\"},{\"type\":\"Int\",\"kind\":\"scalar\",\"name\":\"integrationRunId\",\"isRequired\":false,\"isList\":false,\"hasDefaultValue\":false,\"isUnique\":false,\"isId\":false,\"isUpdatedAt\":false,\"documentation\":\"The run that changed, or the run of the error that did.\"},{\"type\":\"Int\",\"kind\":\"scalar\",\"name\":\"integrationErrorId\",\"isRequired\":false,\"isList\":false,\"hasDefaultValue\":false,\"isUnique\":false,\"isId\":false,\"isUpdatedAt\":false,\"documentation\":\"The error that changed.\"},{\"type\":\"Int\",\"kind\":\"scalar\",\"name\":\"integrationId\",\"isRequired\":false,\"isList\":false,\"hasDefaultValue\":false,\"isUnique\":false,\"isId\":false,\"isUpdatedAt\":false,\"documentation\":\"The integration that changed.\"},{\"type\":\"Int\",\"kind\":\"scalar\",\"name\":\"contractId\",\"isRequired\":false,\"isList\":false,\"hasDefaultValue\":false,\"isUnique\":false,\"isId\":false,\"isUpdatedAt\":false,\"documentation\":\"The contract that changed.\"},{\"type\":\"Int\",\"kind\":\"scalar\",\"name\":\"version\",\"isRequired\":true,\"isList\":false,\"hasDefaultValue\":false,\"isUnique\":false,\"isId\":false,\"isUpdatedAt\":false,\"documentation\":\"The version that the record had from then on.\"},{\"type\":\"Json\",\"kind\":\"scalar\",\"name\":\"before\",\"isRequired\":false,\"isList\":false,\"hasDefaultValue\":false,\"isUnique\":false,\"isId\":false,\"isUpdatedAt\":false,\"documentation\":\"Columns that were written, as they were before; null for a creation.\"},{\"type\":\"Json\",\"kind\":\"scalar\",\"name\":\"after\",\"isRequired\":true,\"isList\":false,\"hasDefaultValue\":false,\"isUnique\":false,\"isId\":false,\"isUpdatedAt\":false,\"documentation\":\"All columns as they were then, but for JSON that clients keep.\"}],\"primaryKey\":null,\"uniqueIndexes\":[],\"documentation\":\"One change of a record, written by the statement that made it, and never changed. It has its place in the feed from a moment after it was committed.\"},\"EventTick\":{\"fields\":[{\"type\":\"BigInt\",\"kind\":\"scalar\",\"name\":\"lastPosition\",\"isRequired\":true,\"isList\":false,\"hasDefaultValue\":false,\"isUnique\":false,\"isId\":true,\"isUpdatedAt\":false,\"documentation\":\"The place of the last of these events; those of the others come before it.\"},{\"type\":\"BigInt\",\"kind\":\"scalar\",\"name\":\"eventIds\",\"isRequired\":true,\"isList\":true,\"hasDefaultValue\":false,\"isUnique\":false,\"isId\":false,\"isUpdatedAt\":false,\"documentation\":\"At most 500 events, in their order.\"},{\"type\":\"DateTime\",\"kind\":\"scalar\",\"name\":\"at\",\"isRequired\":true,\"isList\":false,\"hasDefaultValue\":true,\"isUnique\":false,\"isId\":false,\"isUpdatedAt\":false,\"documentation\":\"When they were given; part of what clients know a place by.\"}],\"primaryKey\":null,\"uniqueIndexes\":[],\"documentation\":\"The order of the feed: which events came to which places, and what was committed when they did.\"},\"IdempotencyKey\":{\"fields\":[{\"type\":\"Int\",\"kind\":\"scalar\",\"name\":\"actorId\",\"isRequired\":true,\"isList\":false,\"hasDefaultValue\":false,\"isUnique\":false,\"isId\":false,\"isUpdatedAt\":false,\"documentation\":\"Whose key it is: those of different callers have nothing to do with each other.\"},{\"type\":\"String\",\"kind\":\"scalar\",\"name\":\"key\",\"isRequired\":true,\"isList\":false,\"hasDefaultValue\":false,\"isUnique\":false,\"isId\":false,\"isUpdatedAt\":false,\"documentation\":\"The key, as the caller has made it up.\"},{\"type\":\"String\",\"kind\":\"scalar\",\"name\":\"fingerprint\",\"isRequired\":true,\"isList\":false,\"hasDefaultValue\":false,\"isUnique\":false,\"isId\":false,\"isUpdatedAt\":false,\"documentation\":\"SHA-256 of what was asked for under it, in base64url: anything else under the same key is a mistake.\"},{\"type\":\"Json\",\"kind\":\"scalar\",\"name\":\"outcome\",\"isRequired\":true,\"isList\":false,\"hasDefaultValue\":false,\"isUnique\":false,\"isId\":false,\"isUpdatedAt\":false,\"documentation\":\"Which record was written, or what became of each of many.\"},{\"type\":\"DateTime\",\"kind\":\"scalar\",\"name\":\"createdAt\",\"isRequired\":true,\"isList\":false,\"hasDefaultValue\":true,\"isUnique\":false,\"isId\":false,\"isUpdatedAt\":false,\"documentation\":\"When it was done, by the clock of the database.\"}],\"primaryKey\":{\"name\":null,\"fields\":[\"actorId\",\"key\"]},\"uniqueIndexes\":[],\"documentation\":\"What was done under an idempotency key, written by the statement that did it. A caller that repeats a call is told this instead of doing it again.\"},\"WebhookEndpoint\":{\"fields\":[{\"type\":\"Int\",\"kind\":\"scalar\",\"name\":\"id\",\"isRequired\":true,\"isList\":false,\"hasDefaultValue\":true,\"isUnique\":false,\"isId\":true,\"isUpdatedAt\":false,\"documentation\":\"The integer that its opaque `id` stands for.\"},{\"type\":\"String\",\"kind\":\"scalar\",\"name\":\"url\",\"isRequired\":true,\"isList\":false,\"hasDefaultValue\":false,\"isUnique\":false,\"isId\":false,\"isUpdatedAt\":false,\"documentation\":\"Where changes are sent to, by POST; at most 2048 characters.\"},{\"type\":\"String\",\"kind\":\"scalar\",\"name\":\"description\",\"isRequired\":false,\"isList\":false,\"hasDefaultValue\":false,\"isUnique\":false,\"isId\":false,\"isUpdatedAt\":false,\"documentation\":\"What it is for, for people, at most 2000 characters; null when nobody has said.\"},{\"type\":\"String\",\"kind\":\"scalar\",\"name\":\"types\",\"isRequired\":false,\"isList\":false,\"hasDefaultValue\":false,\"isUnique\":false,\"isId\":false,\"isUpdatedAt\":false,\"documentation\":\"Which kinds of changes are sent: names of change types, separated by blanks; null for all.\"},{\"type\":\"Json\",\"kind\":\"scalar\",\"name\":\"alertTypes\",\"isRequired\":false,\"isList\":false,\"hasDefaultValue\":false,\"isUnique\":false,\"isId\":false,\"isUpdatedAt\":false,\"documentation\":\"With it only alerts are sent: errors as they are recorded for one of these groups of contacts (`contactAlertType`), and runs that fail. Null for all changes.\"},{\"type\":\"Json\",\"kind\":\"scalar\",\"name\":\"filter\",\"isRequired\":false,\"isList\":false,\"hasDefaultValue\":false,\"isUnique\":false,\"isId\":false,\"isUpdatedAt\":false,\"documentation\":\"Which runs' changes, and those of their errors, are sent, as it was given; null for all changes.\"},{\"type\":\"String\",\"kind\":\"scalar\",\"name\":\"document\",\"isRequired\":false,\"isList\":false,\"hasDefaultValue\":false,\"isUnique\":false,\"isId\":false,\"isUpdatedAt\":false,\"documentation\":\"The query whose answer is sent as `data.result`, with the id of the record that changed in `$id`; null for none.\"},{\"type\":\"WebhookEndpointState\",\"kind\":\"enum\",\"name\":\"state\",\"isRequired\":true,\"isList\":false,\"hasDefaultValue\":true,\"isUnique\":false,\"isId\":false,\"isUpdatedAt\":false,\"documentation\":\"Whether changes are sent to it.\"},{\"type\":\"String\",\"kind\":\"scalar\",\"name\":\"disabledReason\",\"isRequired\":false,\"isList\":false,\"hasDefaultValue\":false,\"isUnique\":false,\"isId\":false,\"isUpdatedAt\":false,\"documentation\":\"Why it was disabled; null for one that is active.\"},{\"type\":\"String\",\"kind\":\"scalar\",\"name\":\"secret\",\"isRequired\":true,\"isList\":false,\"hasDefaultValue\":false,\"isUnique\":false,\"isId\":false,\"isUpdatedAt\":false,\"documentation\":\"What deliveries are signed with, as `domain/signing-key/key-wrapping.ts` keeps it.\"},{\"type\":\"String\",\"kind\":\"scalar\",\"name\":\"previousSecret\",\"isRequired\":false,\"isList\":false,\"hasDefaultValue\":false,\"isUnique\":false,\"isId\":false,\"isUpdatedAt\":false,\"documentation\":\"The one before, which signs as well for a while; null where there is none.\"},{\"type\":\"DateTime\",\"kind\":\"scalar\",\"name\":\"rotatedAt\",\"isRequired\":false,\"isList\":false,\"hasDefaultValue\":false,\"isUnique\":false,\"isId\":false,\"isUpdatedAt\":false,\"documentation\":\"When it was last given a new secret; null when never.\"},{\"type\":\"Int\",\"kind\":\"scalar\",\"name\":\"ownerId\",\"isRequired\":true,\"isList\":false,\"hasDefaultValue\":false,\"isUnique\":false,\"isId\":false,\"isUpdatedAt\":false,\"documentation\":\"Whoever has made or last changed it, on whose behalf changes are read.\"},{\"type\":\"String\",\"kind\":\"scalar\",\"name\":\"ownerScopes\",\"isRequired\":true,\"isList\":false,\"hasDefaultValue\":false,\"isUnique\":false,\"isId\":false,\"isUpdatedAt\":false,\"documentation\":\"The scopes that the owner's credential had then, separated by blanks.\"},{\"type\":\"BigInt\",\"kind\":\"scalar\",\"name\":\"place\",\"isRequired\":true,\"isList\":false,\"hasDefaultValue\":false,\"isUnique\":false,\"isId\":false,\"isUpdatedAt\":false,\"documentation\":\"The place in the feed up to which deliveries have been made.\"},{\"type\":\"String\",\"kind\":\"scalar\",\"name\":\"mark\",\"isRequired\":true,\"isList\":false,\"hasDefaultValue\":false,\"isUnique\":false,\"isId\":false,\"isUpdatedAt\":false,\"documentation\":\"The mark of that place.\"},{\"type\":\"Int\",\"kind\":\"scalar\",\"name\":\"failures\",\"isRequired\":true,\"isList\":false,\"hasDefaultValue\":true,\"isUnique\":false,\"isId\":false,\"isUpdatedAt\":false,\"documentation\":\"Attempts that have failed since the last that did not.\"},{\"type\":\"DateTime\",\"kind\":\"scalar\",\"name\":\"failingSince\",\"isRequired\":false,\"isList\":false,\"hasDefaultValue\":false,\"isUnique\":false,\"isId\":false,\"isUpdatedAt\":false,\"documentation\":\"When the first of them failed; null where the last attempt did not.\"},{\"type\":\"DateTime\",\"kind\":\"scalar\",\"name\":\"pausedUntil\",\"isRequired\":false,\"isList\":false,\"hasDefaultValue\":false,\"isUnique\":false,\"isId\":false,\"isUpdatedAt\":false,\"documentation\":\"Until when nothing is sent, as the receiver asks for or because it fails all the time; null where it is not held back.\"},{\"type\":\"DateTime\",\"kind\":\"scalar\",\"name\":\"createdAt\",\"isRequired\":true,\"isList\":false,\"hasDefaultValue\":true,\"isUnique\":false,\"isId\":false,\"isUpdatedAt\":false,\"documentation\":\"When it was made, to the millisecond.\"},{\"type\":\"DateTime\",\"kind\":\"scalar\",\"name\":\"updatedAt\",\"isRequired\":true,\"isList\":false,\"hasDefaultValue\":true,\"isUnique\":false,\"isId\":false,\"isUpdatedAt\":false,\"documentation\":\"When it was last changed by somebody, to the millisecond.\"},{\"type\":\"Actor\",\"kind\":\"object\",\"name\":\"owner\",\"isRequired\":true,\"isList\":false,\"hasDefaultValue\":false,\"isUnique\":false,\"isId\":false,\"relationName\":\"ActorToWebhookEndpoint\",\"relationFromFields\":[\"ownerId\"],\"isUpdatedAt\":false},{\"type\":\"WebhookDelivery\",\"kind\":\"object\",\"name\":\"deliveries\",\"isRequired\":true,\"isList\":true,\"hasDefaultValue\":false,\"isUnique\":false,\"isId\":false,\"relationName\":\"WebhookDeliveryToWebhookEndpoint\",\"relationFromFields\":[],\"isUpdatedAt\":false}],\"primaryKey\":null,\"uniqueIndexes\":[],\"documentation\":\"An address that changes are sent to as they come, one request each, as Standard Webhooks 1.0 has it. Changes of one record are sent in their order.\"},\"WebhookDelivery\":{\"fields\":[{\"type\":\"Int\",\"kind\":\"scalar\",\"name\":\"id\",\"isRequired\":true,\"isList\":false,\"hasDefaultValue\":true,\"isUnique\":false,\"isId\":true,\"isUpdatedAt\":false,\"documentation\":\"Grows in the order of the feed among the deliveries of an endpoint.\"},{\"type\":\"Int\",\"kind\":\"scalar\",\"name\":\"endpointId\",\"isRequired\":true,\"isList\":false,\"hasDefaultValue\":false,\"isUnique\":false,\"isId\":false,\"isUpdatedAt\":false,\"documentation\":\"The endpoint that it is for.\"},{\"type\":\"String\",\"kind\":\"scalar\",\"name\":\"messageId\",\"isRequired\":true,\"isList\":false,\"hasDefaultValue\":false,\"isUnique\":false,\"isId\":false,\"isUpdatedAt\":false,\"documentation\":\"The `webhook-id` of each of its attempts, by which receivers know a change again that comes twice.\"},{\"type\":\"String\",\"kind\":\"scalar\",\"name\":\"position\",\"isRequired\":false,\"isList\":false,\"hasDefaultValue\":false,\"isUnique\":false,\"isId\":false,\"isUpdatedAt\":false,\"documentation\":\"The place of the change in the feed; null for a test.\"},{\"type\":\"String\",\"kind\":\"scalar\",\"name\":\"subject\",\"isRequired\":true,\"isList\":false,\"hasDefaultValue\":false,\"isUnique\":false,\"isId\":false,\"isUpdatedAt\":false,\"documentation\":\"The record that has changed, such as `integrationRun 7`: its deliveries come one after the other.\"},{\"type\":\"String\",\"kind\":\"scalar\",\"name\":\"body\",\"isRequired\":true,\"isList\":false,\"hasDefaultValue\":false,\"isUnique\":false,\"isId\":false,\"isUpdatedAt\":false,\"documentation\":\"The JSON that is sent, exactly as it is signed.\"},{\"type\":\"WebhookDeliveryState\",\"kind\":\"enum\",\"name\":\"state\",\"isRequired\":true,\"isList\":false,\"hasDefaultValue\":true,\"isUnique\":false,\"isId\":false,\"isUpdatedAt\":false,\"documentation\":\"What has become of it.\"},{\"type\":\"Boolean\",\"kind\":\"scalar\",\"name\":\"isRequested\",\"isRequired\":true,\"isList\":false,\"hasDefaultValue\":true,\"isUnique\":false,\"isId\":false,\"isUpdatedAt\":false,\"documentation\":\"Whether it is sent because somebody asked for it, as a test or again: it is then tried once, and counts neither for nor against the endpoint.\"},{\"type\":\"Int\",\"kind\":\"scalar\",\"name\":\"attempts\",\"isRequired\":true,\"isList\":false,\"hasDefaultValue\":true,\"isUnique\":false,\"isId\":false,\"isUpdatedAt\":false,\"documentation\":\"How often it was tried, one that runs among them.\"},{\"type\":\"Int\",\"kind\":\"scalar\",\"name\":\"lastStatusCode\",\"isRequired\":false,\"isList\":false,\"hasDefaultValue\":false,\"isUnique\":false,\"isId\":false,\"isUpdatedAt\":false,\"documentation\":\"The status of the last answer; null where there was none.\"},{\"type\":\"String\",\"kind\":\"scalar\",\"name\":\"lastError\",\"isRequired\":false,\"isList\":false,\"hasDefaultValue\":false,\"isUnique\":false,\"isId\":false,\"isUpdatedAt\":false,\"documentation\":\"Why the last attempt failed; null where it did not, and while the next one runs.\"},{\"type\":\"DateTime\",\"kind\":\"scalar\",\"name\":\"nextAttemptAt\",\"isRequired\":false,\"isList\":false,\"hasDefaultValue\":false,\"isUnique\":false,\"isId\":false,\"isUpdatedAt\":false,\"documentation\":\"From when it is tried again, unless its endpoint holds it up; while an attempt runs, for the case that nothing comes of it. Null when it is not, or waits for earlier changes of the same record.\"},{\"type\":\"DateTime\",\"kind\":\"scalar\",\"name\":\"deliveredAt\",\"isRequired\":false,\"isList\":false,\"hasDefaultValue\":false,\"isUnique\":false,\"isId\":false,\"isUpdatedAt\":false,\"documentation\":\"When the receiver took it; null when it has not.\"},{\"type\":\"DateTime\",\"kind\":\"scalar\",\"name\":\"createdAt\",\"isRequired\":true,\"isList\":false,\"hasDefaultValue\":true,\"isUnique\":false,\"isId\":false,\"isUpdatedAt\":false,\"documentation\":\"When it was made, to the millisecond: a moment after the change.\"},{\"type\":\"WebhookEndpoint\",\"kind\":\"object\",\"name\":\"endpoint\",\"isRequired\":true,\"isList\":false,\"hasDefaultValue\":false,\"isUnique\":false,\"isId\":false,\"relationName\":\"WebhookDeliveryToWebhookEndpoint\",\"relationFromFields\":[\"endpointId\"],\"isUpdatedAt\":false}],\"primaryKey\":null,\"uniqueIndexes\":[{\"name\":null,\"fields\":[\"endpointId\",\"messageId\"]}],\"documentation\":\"One change, or one test, that is or was sent to a webhook endpoint. It is tried until the receiver takes it, nine times at most within about a day.\"}}}}"); }