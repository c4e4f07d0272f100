// The original contract's names: dashed elements, lower-case statuses, class names of documents. They are translated here and nowhere else.
import { DocumentType } from '../../generated/prisma/enums.js';

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

/** The name of an enum's value in the original: a class of documents or contracts, or the value in lower case. */
export const wireEnum = (field: string, value: string): string => {
  if (field === 'documentType') return documentNameOf.get(value) ?? value;
  return field === 'type' ? (contractNames[value] ?? value) : value.toLowerCase();
};
