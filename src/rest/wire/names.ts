// The original contract's names: dashed elements, lower-case statuses, class names of documents. They are translated here and nowhere else.
import type { Column, EnumName } from '../../domain/entities/columns.js';
import { DocumentType } from '../../generated/prisma/enums.js';
import { own } from '../../lib/own.js';

/** The documents of the original, under the names that it gives them. */
const documentNames = [
  'ContingentWorkOrderHeader',
  'ExternalOrderHeader',
  'OrderHeader',
  'InventoryTransaction',
  'InvoiceHeader',
  'ExpenseReport',
  'RequisitionHeader',
  'Account',
  'Supplier',
  'User',
  'Address',
  'RemitToAddress',
  'Contract',
  'ExchangeRate',
  'Invoice',
  'Requisition',
  'Payment',
  'ApprovalChain',
  'LookupValue',
  'Item',
  'SupplierInformation',
  'Asn::Header',
  'AccountValidationRule',
  'Payables::External::Payable',
  'Charge',
  'Payables::Invoice',
  'Payables::Expense',
  'CoupaPay::Payment',
  'CoupaPay::Statement',
  'ReceiptRequest',
  'InventoryRequestHeader',
] as const;

const screaming = (name: string): string =>
  name
    .replaceAll('::', '_')
    .replace(/(?<=[a-z])(?=[A-Z])/g, '_')
    .toUpperCase();

const documentNameOf = new Map<string, string>(documentNames.map((name) => [screaming(name), name]));
for (const value of Object.values(DocumentType))
  if (!documentNameOf.has(value)) throw new TypeError(`The REST door has no name for ${value}.`);

/** Contracts are named by their class as well. */
const contractNames: Readonly<Record<string, string>> = { MASTER_CONTRACT: 'MasterContract', AMENDMENT_CONTRACT: 'AmendmentContract' };

/** The enums whose values the original has names of its own for; those of others are in lower case there. */
const named: Partial<Record<EnumName, (value: string) => string | undefined>> = {
  DocumentType: (value) => documentNameOf.get(value),
  ContractType: (value) => own(contractNames, value),
};

/** The name that the original has for a value of the column's enum. A value that the table doesn't know is written as it is. */
export const wireEnum = ({ enumName }: Pick<Column, 'enumName'>, value: string): string => {
  const nameOf = enumName && named[enumName];
  return nameOf ? (nameOf(value) ?? value) : value.toLowerCase();
};
