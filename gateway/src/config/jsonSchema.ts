import { z } from 'zod';
import { gatewayConfig } from './gatewayConfig.ts';

/** The part of a JSON schema that reading the environment needs. */
const schemaNode = z.looseObject({
  type: z.string().optional(),
  env: z.string().optional(),
  items: z.looseObject({ type: z.string().optional() }).optional(),
});
const schemaRoot = z.looseObject({
  properties: z.record(
    z.string(),
    z.looseObject({ properties: z.record(z.string(), schemaNode).optional() }),
  ),
});

/** One setting as the environment sees it. */
export interface Variable {
  readonly env: string;
  readonly section: string;
  readonly name: string;
  readonly type: string;
  /** Of a list: what it holds. */
  readonly items: string | undefined;
}

/** The JSON schema of a configuration file, for editors and for readers: `gateway.config.schema.json`. */
export const gatewayConfigJsonSchema = (): Record<string, unknown> => jsonSchemaOf(gatewayConfig);

/** The JSON schema of a configuration file, in which nothing is required: the environment may give it. */
function jsonSchemaOf(schema: z.ZodType): Record<string, unknown> {
  return z.record(z.string(), z.unknown()).parse(
    z.toJSONSchema(schema, {
      io: 'input',
      override: ({ jsonSchema, path }) => {
        // Inside of a value, such as a key, what is required stays so.
        if (path.length <= 2) delete jsonSchema.required;
      },
    }),
  );
}

/** The environment variables of the configuration and the settings that they give. */
export function environmentVariables(): readonly Variable[] {
  const { properties } = schemaRoot.parse(gatewayConfigJsonSchema());
  return Object.entries(properties).flatMap(([section, { properties: settings = {} }]) =>
    Object.entries(settings).flatMap(([name, { env, type = 'string', items }]) =>
      env === undefined ? [] : [{ env, section, name, type, items: items?.type }],
    ),
  );
}
