/** Lists what is open, by the time at which recovery looks at it again; closed items are not in it. */
export const openIndex = 'open';

/** Lists a customer's meter events by their timestamp. */
export const customerIndex = 'customer';

/** What each index shows besides the keys: what recovery reads of it, so that its size and its writes stay small. */
export const indexedAttributes = {
  [openIndex]: ['attempts', 'customerId', 'timestamp'],
  [customerIndex]: ['value', 'status', 'sentAt'],
};
