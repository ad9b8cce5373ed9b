-- One database per service: none of them reads another's tables. Run once, when the server's data is created.
CREATE DATABASE partitura_orchestrator;
CREATE DATABASE partitura_order;
CREATE DATABASE partitura_payment;
CREATE DATABASE partitura_inventory;
CREATE DATABASE partitura_shipping;
