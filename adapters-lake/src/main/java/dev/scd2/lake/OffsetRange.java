package dev.scd2.lake;

/**
 * Offsets of a partition, both ends inclusive. Immutable.
 *
 * @param entity  of which entity
 * @param partition  of its topic
 */
record OffsetRange(String entity, int partition, long first, long last) {
    static OffsetRange of(LakeFile file) {
        return new OffsetRange(file.entity(), file.partition(), file.first(), file.last());
    }

    boolean covers(LakeFile file) {
        return entity.equals(file.entity())
                && partition == file.partition()
                && first <= file.first()
                && file.last() <= last;
    }
}
