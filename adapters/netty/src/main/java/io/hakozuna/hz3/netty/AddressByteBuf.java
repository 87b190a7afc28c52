package io.hakozuna.hz3.netty;

import io.hakozuna.hz3.internal.Bytes;
import io.netty.buffer.AbstractReferenceCountedByteBuf;
import io.netty.buffer.ByteBuf;
import java.nio.ByteOrder;

/**
 * A direct buffer by its address: what one value is read and written with. Indices have been checked when the methods with an underscore
 * are called. Big-endian, as all of Netty's buffers are.
 */
abstract class AddressByteBuf extends AbstractReferenceCountedByteBuf {
    long address;
    int capacity;

    AddressByteBuf() {
        super(0);
    }

    @Override
    public final int capacity() {
        return capacity;
    }

    @Override
    public final boolean isDirect() {
        return true;
    }

    @Override
    public final boolean isContiguous() {
        return true;
    }

    @Override
    public final boolean hasMemoryAddress() {
        return true;
    }

    @Override
    public final long memoryAddress() {
        ensureAccessible();
        return address;
    }

    @Override
    public final boolean hasArray() {
        return false;
    }

    @Override
    public final byte[] array() {
        throw new UnsupportedOperationException("a direct buffer has no array");
    }

    @Override
    public final int arrayOffset() {
        throw new UnsupportedOperationException("a direct buffer has no array");
    }

    @Override
    public final ByteBuf unwrap() {
        return null;
    }

    @Override
    @Deprecated
    public final ByteOrder order() {
        return ByteOrder.BIG_ENDIAN;
    }

    @Override
    protected final byte _getByte(int index) {
        return Bytes.get(address + index);
    }

    @Override
    protected final short _getShort(int index) {
        return Bytes.getShort(address + index);
    }

    @Override
    protected final short _getShortLE(int index) {
        return Bytes.getShortLE(address + index);
    }

    @Override
    protected final int _getUnsignedMedium(int index) {
        return (_getByte(index) & 0xff) << 16 | _getShort(index + 1) & 0xffff;
    }

    @Override
    protected final int _getUnsignedMediumLE(int index) {
        return _getShortLE(index) & 0xffff | (_getByte(index + 2) & 0xff) << 16;
    }

    @Override
    protected final int _getInt(int index) {
        return Bytes.getInt(address + index);
    }

    @Override
    protected final int _getIntLE(int index) {
        return Bytes.getIntLE(address + index);
    }

    @Override
    protected final long _getLong(int index) {
        return Bytes.getLong(address + index);
    }

    @Override
    protected final long _getLongLE(int index) {
        return Bytes.getLongLE(address + index);
    }

    @Override
    protected final void _setByte(int index, int value) {
        Bytes.put(address + index, (byte) value);
    }

    @Override
    protected final void _setShort(int index, int value) {
        Bytes.putShort(address + index, (short) value);
    }

    @Override
    protected final void _setShortLE(int index, int value) {
        Bytes.putShortLE(address + index, (short) value);
    }

    @Override
    protected final void _setMedium(int index, int value) {
        _setByte(index, value >>> 16);
        _setShort(index + 1, value);
    }

    @Override
    protected final void _setMediumLE(int index, int value) {
        _setShortLE(index, value);
        _setByte(index + 2, value >>> 16);
    }

    @Override
    protected final void _setInt(int index, int value) {
        Bytes.putInt(address + index, value);
    }

    @Override
    protected final void _setIntLE(int index, int value) {
        Bytes.putIntLE(address + index, value);
    }

    @Override
    protected final void _setLong(int index, long value) {
        Bytes.putLong(address + index, value);
    }

    @Override
    protected final void _setLongLE(int index, long value) {
        Bytes.putLongLE(address + index, value);
    }
}
