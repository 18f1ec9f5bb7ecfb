import type { UserCaller } from '@nakku/identity';
import type { ProductsHarness } from './harness.ts';

const TYPES: Readonly<Record<string, string>> = {
  name: 'String!',
  id: 'ID!',
  parentId: 'ID',
  sku: 'String!',
};

/** What an administrator does to the catalogue of a service that the tests of a file start. */
export function catalogueEditor(s: () => ProductsHarness, boss: UserCaller) {
  /** The payload of a mutation by an administrator. */
  async function change(field: string, selection: string, variables: Record<string, unknown> = {}) {
    const declared = Object.keys(variables).map((name) => `$${name}: ${TYPES[name]}`);
    const document = `mutation ${declared.length > 0 ? `(${declared.join(', ')})` : ''} {
      payload: ${field} { ${selection} userErrors { __typename ... on UserError { code: errorCode path } } } }`;
    const { data, errors } = await s().client.query(document, variables, boss);
    expect(errors).toBeUndefined();
    return data?.payload;
  }

  const create = async (name: string, parentId: string | null = null) =>
    (
      await change(
        'categoryCreate(input: { name: $name, parentId: $parentId })',
        'category { id slug version depth }',
        { name, parentId },
      )
    ).category;
  const addProduct = async (sku: string, name: string, id: string) =>
    (
      await change(
        `productCreate(input: { sku: $sku, name: $name, categoryId: $id, size: 1, unit: PIECE, taxRate: 700,
          price: { amount: 100, currency: "EUR" }, description: "Fine", tags: ["new"],
          attributes: [{ name: "fat", value: "3 %" }], imageUrls: ["https://images.nakku.example/1.jpg"] })`,
        'product { id slug version }',
        { sku, name, id },
      )
    ).product;

  return { change, create, addProduct };
}
