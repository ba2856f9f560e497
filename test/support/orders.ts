/** The service that most of these tests are about, as the protocol addresses it. */
export const ORDERS = { cloudService: "integration", serviceName: "orders" };
