/** The routes of containers. */
import {
  readContainerBody,
  sameRegion,
  writeCloudService,
  writeCloudServices,
} from "../protocol/index.js";
import { badCloudService } from "./bad-values.js";
import { readBody, type Reader } from "./read-request.js";
import { accepted, found, refused } from "./reply.js";
import { removeService } from "./settle.js";
import { shown } from "./shown-service.js";
import { endOvertaken, putOperation } from "./world.js";

/** Get Cloud Services. */
export const list: Reader = () => (world) => ({
  name: "List",
  answer: () => {
    const services = world.records.services.all();
    const containers = world.records.containers.all().map((container) => ({
      ...container,
      services: services
        .filter(({ cloudService }) => cloudService === container.name)
        .map((service) => shown(world, service)),
    }));
    return found(writeCloudServices(containers));
  },
});

/** Get Cloud Service. */
export const getContainer: Reader =
  (_, { cloudService }) =>
  (world) => ({
    name: "List",
    answer: () => {
      const container = world.records.containers.get(cloudService.toLowerCase());
      if (container === undefined)
        return refused("ResourceNotFound", `There is no cloud service ${cloudService}.`);
      const services = world.records.services
        .all()
        .filter((service) => service.cloudService === container.name);
      return found(
        writeCloudService({
          ...container,
          services: services.map((service) => shown(world, service)),
        }),
      );
    },
  });

/** Creates a container. */
export const putContainer: Reader = (request, { cloudService }) => {
  const read = readBody(readContainerBody, request);
  return (world) => ({
    name: "Create Container",
    answer: () => {
      if ("refusal" in read) return read.refusal;
      const { region, ...texts } = read.body;
      const bad = badCloudService(cloudService);
      if (bad !== undefined) return bad;
      if (region === undefined) return refused("BadRequest", "GeoRegion is required.");
      const key = cloudService.toLowerCase();
      const { records } = world;
      const existing = records.containers.get(key);
      if (existing !== undefined && !sameRegion(existing.region, region)) {
        return refused(
          "ConflictError",
          `Cloud service ${existing.name} is in region ${existing.region}.`,
        );
      }
      if (existing === undefined)
        records.containers.put(key, { name: cloudService, region, ...texts });
      putOperation(world, { cloudService, name: "" }, { id: request.id, result: "Succeeded" });
      return accepted(request.id);
    },
  });
};

/** Deletes a container with everything in it, at once (D-55). */
export const removeContainer: Reader =
  (request, { cloudService }) =>
  (world) => ({
    name: "Delete Container",
    answer: () => {
      const { containers, services } = world.records;
      const key = cloudService.toLowerCase();
      const container = containers.get(key);
      if (container === undefined)
        return refused("ResourceNotFound", `There is no cloud service ${cloudService}.`);
      for (const service of services.all()) {
        if (service.cloudService !== container.name) continue;
        if (service.pending !== undefined)
          endOvertaken(world, service, service.pending, "the delete of its cloud service");
        removeService(world, service, world.now);
      }
      containers.delete(key);
      putOperation(world, { cloudService, name: "" }, { id: request.id, result: "Succeeded" });
      return accepted(request.id);
    },
  });
